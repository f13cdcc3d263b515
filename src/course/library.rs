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

/// The files inside the program.
pub fn embedded_files() -> Files {
    let mut files = Files::new();
    let mut open = vec![&CONTENT];
    while let Some(folder) = open.pop() {
        open.extend(folder.dirs());
        for file in folder.files() {
            files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents());
        }
    }
    files
}
