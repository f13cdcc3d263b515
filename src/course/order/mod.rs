//! The order of a folder that another tool made: as its own list says, if that can be read as data, else by its folders.

mod folder;
mod literal;
mod mkdocs;
mod sidebars;

use super::clean;
use super::course::Module;
use super::files::Files;
use super::include;
use super::lesson::LessonHead;

pub use folder::modules as by_folder;

/// One line of a list: a module's title, or a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// What follows belongs together.
    Module(String),
    /// A page, with the name the list gives it.
    Lesson {
        /// From the course folder, perhaps without its ending.
        path: String,
        /// If the list names it.
        title: Option<String>,
    },
    /// All pages of this folder that no other line names.
    Folder(String),
}

/// A tool's own list of pages.
#[derive(Debug, Default)]
pub struct Listing {
    /// The folder its pages are in.
    pub folder: String,
    /// What the whole is called.
    pub title: Option<String>,
    /// Its lines.
    pub rows: Vec<Row>,
}

/// The list of the tool that made this folder, if there is one that can be read.
pub fn listing(files: &Files) -> Option<Listing> {
    mkdocs::listing(files).or_else(|| sidebars::listing(files)).filter(|listing| !listing.rows.is_empty())
}

/// What the tool that made this folder calls the whole.
pub fn title(files: &Files) -> Option<String> {
    let book = || {
        let text = clean::text(files.get("book.toml")?).0;
        let table: toml::Table = text.parse().ok()?;
        table.get("book")?.get("title")?.as_str().map(clean::one_line)
    };
    mkdocs::listing(files).and_then(|listing| listing.title).or_else(book)
}

/// The modules that a list makes of these heads; pages it forgot come last.
pub fn listed(listing: &Listing, mut heads: Vec<LessonHead>, files: &Files) -> Vec<Module> {
    let mut modules = vec![Module::default()];
    for row in &listing.rows {
        match row {
            Row::Module(title) => modules.push(Module { title: title.clone(), ..Module::default() }),
            Row::Lesson { path, title } => {
                let Some(mut head) = take(&mut heads, path) else { continue };
                if let Some(title) = title {
                    head.title.clone_from(title);
                }
                push(&mut modules, head);
            }
            Row::Folder(folder) => {
                let (mut inside, outside): (Vec<LessonHead>, Vec<LessonHead>) =
                    heads.into_iter().partition(|head| is_in(&head.path, folder));
                heads = outside;
                inside.retain(|head| !head.draft);
                let rest = folder::modules(inside, files);
                modules.extend(rest);
            }
        }
    }
    let rest: Vec<LessonHead> =
        heads.into_iter().filter(|head| !head.draft && is_in(&head.path, &listing.folder)).collect();
    if !rest.is_empty() {
        modules.push(Module { title: "More".to_owned(), lessons: rest, ..Module::default() });
    }
    numbered(modules)
}

fn push(modules: &mut [Module], head: LessonHead) {
    if let Some(module) = modules.last_mut() {
        module.lessons.push(head);
    }
}

fn numbered(mut modules: Vec<Module>) -> Vec<Module> {
    modules.retain(|module| !module.lessons.is_empty());
    for (index, module) in modules.iter_mut().enumerate() {
        module.number = index as u32 + 1;
    }
    modules
}

/// The head of a page, whose path may lack its ending and the numbers that order its folders.
fn take(heads: &mut Vec<LessonHead>, path: &str) -> Option<LessonHead> {
    let wanted = include::normal(path)?;
    let same = |head: &LessonHead| head.path == wanted;
    let bare = |head: &LessonHead| stem(&head.path) == wanted || without_numbers(stem(&head.path)) == wanted;
    let index = |head: &LessonHead| {
        stem(&head.path).rsplit_once('/').is_some_and(|(folder, file)| folder == wanted && is_index(file))
    };
    let at =
        heads.iter().position(same).or_else(|| heads.iter().position(bare)).or_else(|| heads.iter().position(index))?;
    Some(heads.remove(at))
}

fn is_in(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A path without its ending.
fn stem(path: &str) -> &str {
    path.rsplit_once('.').filter(|(_, ending)| !ending.contains('/')).map_or(path, |(stem, _)| stem)
}

/// `01-basics/02-first` → `basics/first`
fn without_numbers(path: &str) -> String {
    path.split('/').map(|part| number(part).1).collect::<Vec<_>>().join("/")
}

/// `01-basics` → 1 and `basics`
fn number(name: &str) -> (Option<f64>, &str) {
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = name[digits..].trim_start_matches(['-', '_', '.', ' ']);
    if (1..=4).contains(&digits) && !rest.is_empty() && rest.len() < name.len() - digits {
        (name[..digits].parse().ok(), rest)
    } else {
        (None, name)
    }
}

/// The page that a folder opens with.
fn is_index(stem: &str) -> bool {
    ["readme", "index", "_index", "home"].iter().any(|name| stem.eq_ignore_ascii_case(name))
}
