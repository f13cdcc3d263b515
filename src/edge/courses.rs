//! Courses from a disk: a file or a folder becomes the `Files` of a library.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::course::{Files, clean};

/// Larger files are not lessons, and a page of them would not fit a day.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// More files than this in one folder is a home directory, not a course.
const FILES_MAX: usize = 5_000;
/// A lesson lies in `lessons/`, perhaps in a folder of its module.
const FOLDERS_UP_MAX: usize = 4;

/// The files of a course folder, or of one lesson with what lies beside it, and the lesson that was meant.
pub struct OnDisk {
    /// Everything a lesson may include.
    pub files: Files,
    /// The path inside the folder, if one file was meant.
    pub lesson: Option<String>,
    /// What the course is called if it does not say.
    pub name: String,
    /// The folder all of it is in.
    pub root: PathBuf,
}

impl OnDisk {
    /// What a lesson may name, without any lesson.
    pub fn neighbours(self) -> Files {
        let mut files = Files::new();
        for path in self.files.paths().filter(|path| !path.ends_with(".md") && *path != "course.toml") {
            files.insert(path, self.files.get(path).unwrap_or_default().to_vec());
        }
        files
    }
}

/// Reads a file or a folder. Links that lead out of the folder are not followed: a downloaded course is safe to open.
pub fn read(path: &Path) -> Result<OnDisk> {
    let metadata = fs::metadata(path).with_context(|| format!("cannot open {}", path.display()))?;
    let (root, lesson) = if metadata.is_dir() {
        (path.to_owned(), None)
    } else {
        // From inside a course, `cold-starts.md` has no folder in front; its whole path has.
        let whole = straight(path);
        let root = course_around(&whole);
        let inside = whole.strip_prefix(&root).ok().map(name_of);
        (root, inside)
    };
    let mut files = Files::new();
    let is_course = root.join("course.toml").is_file();
    match &lesson {
        Some(name) if !is_course => {
            files.insert(name.clone(), read_file(path)?);
            note_files(&root, &mut files)?;
            read_neighbours(&root, &mut files)?;
        }
        _ => read_folder(&root, &root, &mut files)?,
    }
    let called = straight(path);
    let name = called.file_stem().map_or_else(|| "course".to_owned(), |name| name.to_string_lossy().into_owned());
    Ok(OnDisk { files, lesson, name, root })
}

/// A file that a lab or lesson at `path` names, from its course's folder or from its own; nothing outside of these is read.
pub fn text_beside(path: &Path, name: &str) -> Option<String> {
    let whole = straight(path);
    let own = whole.parent()?;
    let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    [course_around(&whole).as_path(), own].into_iter().filter(|_| is_plain).find_map(|root| {
        let file = fs::canonicalize(root.join(name)).ok()?;
        let inside = file.starts_with(fs::canonicalize(root).ok()?);
        let bytes = inside.then(|| read_file(&file).ok()).flatten()?;
        Some(clean::text(&bytes).0)
    })
}

/// A lesson's course is the nearest folder above it with a `course.toml`, else the folder it lies in.
fn course_around(lesson: &Path) -> PathBuf {
    let parent = lesson.parent().unwrap_or(lesson);
    let course = parent.ancestors().take(FOLDERS_UP_MAX).find(|folder| folder.join("course.toml").is_file());
    course.unwrap_or(parent).to_owned()
}

/// The whole path, from the root of the disk and without `..`, so that its ancestors are the folders around it.
fn straight(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut straight = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => {
                straight.pop();
            }
            part => straight.push(part),
        }
    }
    straight
}

/// A path as a person in the working folder would write it.
fn near(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let inside = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    inside.filter(|inside| !inside.as_os_str().is_empty()).unwrap_or_else(|| path.to_owned()).display().to_string()
}

/// A path inside the course, with `/` on every system.
fn name_of(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The folders beside a lesson that it may include from.
pub(super) const BESIDE_A_LESSON: [&str; 3] = ["functions", "assets", "quizzes"];

/// What one lesson may include: the code, quizzes and glossary beside it.
fn read_neighbours(root: &Path, files: &mut Files) -> Result<()> {
    for folder in BESIDE_A_LESSON {
        let folder = root.join(folder);
        if folder.is_dir() {
            read_folder(root, &folder, files)?;
        }
    }
    Ok(())
}

fn read_folder(root: &Path, folder: &Path, files: &mut Files) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", near(folder)))?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let metadata = fs::symlink_metadata(&path)?;
        if hidden || metadata.is_symlink() {
            continue;
        }
        if metadata.is_dir() {
            // A course inside a course is another one.
            if !path.join("course.toml").is_file() {
                read_folder(root, &path, files)?;
            }
            continue;
        }
        let relative = name_of(path.strip_prefix(root).unwrap_or(&path));
        if is_of_a_course(&path) {
            if files.paths().count() >= FILES_MAX {
                bail!("{} holds more than {FILES_MAX} files; is it a course?", near(root));
            }
            files.insert(relative, read_file(&path)?);
        } else {
            files.note(relative);
        }
    }
    Ok(())
}

/// What else lies beside a lesson that has no course around it: pictures it may show.
fn note_files(root: &Path, files: &mut Files) -> Result<()> {
    let entries = fs::read_dir(root).with_context(|| format!("cannot list {}", near(root)))?;
    for entry in entries.take(FILES_MAX) {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && !name.starts_with('.') && !is_of_a_course(&entry.path()) {
            files.note(name);
        }
    }
    Ok(())
}

/// The course around the folder that the person is in.
pub fn here() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let found = here.ancestors().take(FOLDERS_UP_MAX).find(|folder| folder.join("course.toml").is_file())?;
    Some(if found == here { PathBuf::from(".") } else { found.to_owned() })
}

/// Writes files into a folder, all of them or, when one is there already, none.
pub fn write_new(folder: &Path, files: &[(PathBuf, String)]) -> Result<()> {
    for (path, _) in files {
        let path = folder.join(path);
        if fs::symlink_metadata(&path).is_ok() {
            bail!("{} is there already; nothing was written", near(&path));
        }
    }
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", near(parent)))?;
        // Whoever else writes here at this moment keeps what they wrote.
        let file = fs::OpenOptions::new().write(true).create_new(true).open(&path);
        file.and_then(|mut file| file.write_all(text.as_bytes()))
            .with_context(|| format!("cannot write {}", near(&path)))?;
    }
    Ok(())
}

/// Text that a lesson can show or include; pictures are boxes with words here and need not be read.
fn is_of_a_course(path: &Path) -> bool {
    const KINDS: [&str; 22] = [
        "md", "markdown", "mdx", "mdown", "mkd", "mkdn", "qmd", "rmd", "toml", "js", "mjs", "cjs", "ts", "py", "rs",
        "go", "java", "json", "yaml", "yml", "sql", "txt",
    ];
    path.extension().is_some_and(|kind| KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known)))
}

fn read_file(path: &Path) -> Result<Vec<u8>> {
    let size = fs::metadata(path).with_context(|| format!("cannot open {}", near(path)))?.len();
    if size > FILE_BYTES_MAX {
        bail!("{} is {} MB; at most {} MB are read", near(path), size >> 20, FILE_BYTES_MAX >> 20);
    }
    fs::read(path).with_context(|| format!("cannot read {}", near(path)))
}
