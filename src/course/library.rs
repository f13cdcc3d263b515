//! The courses at hand.

use include_dir::{Dir, include_dir};

use super::course::Course;
use super::files::Files;

/// What travels inside the program.
static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// The courses at hand: the one inside the program, or one opened from a folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// At least one.
    pub courses: Vec<Course>,
}

impl Library {
    /// The course inside the program. Only heads are read: this is on the way to the first paint.
    pub fn embedded() -> Self {
        Self::from_files("content", embedded_files())
    }

    /// The author's guide, which is a course itself.
    pub fn guide() -> Self {
        Self::from_files(GUIDE, embedded_guide())
    }

    /// The course made of these files; `name` is what a person calls the folder or file.
    pub fn from_files(name: &str, files: Files) -> Self {
        Self { courses: vec![Course::load(name, files)] }
    }

    /// The first course: the one a person means who names none.
    pub fn main(&self) -> Option<&Course> {
        self.courses.first()
    }

    /// The course and the lesson of this id.
    pub fn find(&self, lesson: &str) -> Option<(&Course, &super::LessonHead)> {
        self.courses.iter().find_map(|course| course.lesson(lesson).map(|head| (course, head)))
    }
}

/// The author's guide: its folder in the content, and what a person calls it.
pub const GUIDE: &str = "authors-guide";

/// The files of the course inside the program.
pub fn embedded_files() -> Files {
    below(&CONTENT, |folder| folder.path() != std::path::Path::new(GUIDE))
}

/// The files of the author's guide.
fn embedded_guide() -> Files {
    CONTENT.get_dir(GUIDE).map(|folder| below(folder, |_| true)).unwrap_or_default()
}

/// The files of a folder, by their paths in it, and of those folders in it that are `wanted`.
fn below(root: &'static Dir<'static>, wanted: impl Fn(&Dir<'static>) -> bool) -> Files {
    let mut files = Files::new();
    let mut open = vec![root];
    while let Some(folder) = open.pop() {
        open.extend(folder.dirs().filter(|folder| wanted(folder)));
        for file in folder.files() {
            let path = file.path().strip_prefix(root.path()).unwrap_or(file.path());
            files.insert(path.to_string_lossy().replace('\\', "/"), file.contents());
        }
    }
    files
}
