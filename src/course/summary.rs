//! The order of a course: `SUMMARY.md`, else what the lessons say of themselves, else their file names.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser as Markdown, Tag, TagEnd};

use super::clean;
use super::course::{GLOSSARY, Module};
use super::files::Files;
use super::front_matter::FrontMatter;
use super::include;
use super::lesson::LessonHead;
use super::manifest;
use super::order;
use super::slug::{Slugs, slug};
use crate::problem::{Problem, Source, nearest};

/// Its name in the course folder.
pub const FILE: &str = "SUMMARY.md";

/// Files of a course folder that are about the course and no lessons of it.
const NO_LESSONS: [&str; 5] = [FILE, GLOSSARY, "README.md", "CHANGELOG.md", "CONTRIBUTING.md"];

/// The modules of a course with the heads of their lessons.
pub fn modules(files: &Files, problems: &mut Vec<(Source, Problem)>) -> Vec<Module> {
    let foreign = is_foreign(files);
    let mut heads = heads(files, foreign);
    let file = if foreign { book(files) } else { Some(FILE.to_owned()) };
    let listed = match file.as_ref().and_then(|file| Some((file, files.get(file)?))) {
        Some((file, bytes)) => {
            let source = Source::new(file.clone(), clean::text(bytes).0);
            listed(&source, &mut heads, problems)
        }
        None => Vec::new(),
    };
    let is_own = heads.iter().any(|head| head.own);
    if listed.is_empty() {
        let listing = order::listing(files).filter(|_| foreign && !is_own);
        return match listing {
            Some(listing) => order::listed(&listing, heads, files),
            None if foreign && !is_own => order::by_folder(without_drafts(heads), files),
            None => by_themselves(heads),
        };
    }
    if let Some(folder) = file.as_deref().and_then(|file| file.strip_suffix(FILE)).filter(|folder| !folder.is_empty()) {
        // A book's folder holds its chapters; what lies around it is the repository's.
        let rest = heads.into_iter().filter(|head| !head.draft && head.path.starts_with(folder)).collect();
        return with_the_rest(listed, rest);
    }
    let rest: Vec<LessonHead> =
        heads.into_iter().filter(|head| !head.draft && in_lessons_folder(head, files)).collect();
    question_unlisted(&rest, files, problems);
    with_the_rest(listed, rest)
}

/// A folder that another tool made, or nobody but an editor.
fn is_foreign(files: &Files) -> bool {
    files.get(manifest::FILE).is_none() && files.get(FILE).is_none()
}

/// The list of chapters of a book in a folder of its own: `src/SUMMARY.md`.
fn book(files: &Files) -> Option<String> {
    ["src", "docs", "book"].into_iter().map(|folder| format!("{folder}/{FILE}")).find(|path| files.get(path).is_some())
}

/// Every Markdown file's head, sorted by path.
fn heads(files: &Files, foreign: bool) -> Vec<LessonHead> {
    let markdown: Vec<&str> = files.paths().filter(|path| is_markdown(path)).collect();
    // A README alone, or any file somebody names, is a lesson after all.
    let is_list = |path: &str| foreign && path.ends_with("/SUMMARY.md");
    let is_lesson = |path: &&str| (!NO_LESSONS.contains(path) && !is_list(path)) || (foreign && *path == "README.md");
    let lessons: Vec<&str> = markdown.iter().copied().filter(is_lesson).collect();
    let chosen = match (lessons.is_empty(), markdown.is_empty()) {
        (false, _) => lessons,
        (true, false) => markdown,
        (true, true) => the_only_file(files).into_iter().collect(),
    };
    let mut heads: Vec<LessonHead> = chosen.into_iter().map(|path| head(files, path)).collect();
    told_apart(&mut heads);
    heads
}

fn is_markdown(path: &str) -> bool {
    const ENDINGS: [&str; 8] = ["md", "markdown", "mdx", "mdown", "mkd", "mkdn", "qmd", "rmd"];
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// A file without a Markdown ending that somebody named all the same.
fn the_only_file(files: &Files) -> Option<&str> {
    let mut at_the_top = files.paths().filter(|path| !path.contains('/'));
    at_the_top.next().filter(|_| at_the_top.next().is_none())
}

/// Pages of other tools share names across folders: `index` of each. An address is of one page only.
fn told_apart(heads: &mut [LessonHead]) {
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for head in heads.iter() {
        *taken.entry(head.id.clone()).or_default() += 1;
    }
    let mut fresh = Slugs::default();
    for head in heads.iter_mut().filter(|head| !head.own) {
        if taken.get(&head.id).is_some_and(|count| *count > 1) {
            head.aliases.push(std::mem::take(&mut head.id));
            let stem = head.path.rsplit_once('.').map_or(head.path.as_str(), |(stem, _)| stem);
            head.id = fresh.fresh(stem);
        }
    }
}

/// A head needs the top of a file only; what is this long is a body.
const HEAD_BYTES: usize = 68 * 1024;

/// The head of one file.
fn head(files: &Files, path: &str) -> LessonHead {
    let text = files.prose(path, HEAD_BYTES).text;
    let mut front = FrontMatter::cut(&text);
    let mut head = front.head(&text, path);
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if head.title.is_empty() {
        head.title = first_heading(&text[front.body..]).unwrap_or_else(|| clean::one_line(stem));
    }
    if head.id.is_empty() {
        head.id = slug(stem);
    }
    head
}

fn first_heading(body: &str) -> Option<String> {
    let mut fenced = false;
    let mut above = "";
    for line in body.lines() {
        fenced ^= line.trim_start().starts_with("```");
        let title = line.strip_prefix("# ").or_else(|| line.strip_prefix("## "));
        let underlined = line.len() >= 3 && line.bytes().all(|byte| byte == b'=') && !above.trim().is_empty();
        let title = title.or(Some(above).filter(|_| underlined)).filter(|_| !fenced);
        above = line;
        if let Some(title) = title {
            let plain = title.trim().trim_end_matches('#').trim().replace(['*', '`'], "");
            return Some(clean::one_line(&plain)).filter(|title| !title.is_empty());
        }
    }
    None
}

/// One line of `SUMMARY.md`.
enum Row {
    Module { title: String, level: Option<u8> },
    Lesson { path: String, span: Range<usize> },
}

/// Headings are modules, links are lessons; a list item without a link is a module, too.
fn rows(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut words = String::new();
    let mut linked = false;
    let mut heading = None;
    for (event, span) in Markdown::new(text).into_offset_iter() {
        match event {
            Event::Start(tag @ (Tag::Heading { .. } | Tag::Item)) => {
                heading = if let Tag::Heading { level, .. } = tag { Some(level as u8) } else { None };
                words.clear();
                linked = false;
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                linked = true;
                rows.push(Row::Lesson { path: dest_url.to_string(), span });
            }
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::End(TagEnd::Heading(_)) | Event::Start(Tag::List(_)) if !linked && !words.trim().is_empty() => {
                rows.push(Row::Module { title: clean::one_line(words.trim()), level: heading });
                words.clear();
            }
            _ => {}
        }
    }
    if begins_with_its_own_title(&rows) {
        rows.remove(0);
    }
    rows
}

/// `# Summary`, or one heading over all the others, names the list; what the course is called stands in `course.toml`.
fn begins_with_its_own_title(rows: &[Row]) -> bool {
    let [Row::Module { title, level: Some(1) }, rest @ ..] = rows else { return false };
    let mut others = rest.iter().filter_map(|row| match row {
        Row::Module { level, .. } => Some(*level),
        Row::Lesson { .. } => None,
    });
    title.eq_ignore_ascii_case("summary") || (others.clone().next().is_some() && others.all(|level| level != Some(1)))
}

fn listed(source: &Source, heads: &mut Vec<LessonHead>, problems: &mut Vec<(Source, Problem)>) -> Vec<Module> {
    let mut modules: Vec<Module> = Vec::new();
    let folder = source.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    for row in rows(&source.text) {
        match row {
            Row::Module { title, .. } => modules.push(Module { title, ..Module::default() }),
            // A chapter that is still to be written has no file.
            Row::Lesson { path, .. } if path.is_empty() && !folder.is_empty() => {}
            Row::Lesson { path, span } => match take(heads, folder, &path) {
                Ok(head) => {
                    if modules.is_empty() {
                        modules.push(Module::default());
                    }
                    if let Some(module) = modules.last_mut() {
                        module.lessons.push(head);
                    }
                }
                Err(help) => {
                    let problem =
                        Problem::error(span, format!("`{path}` is no lesson of this course, or is listed twice"));
                    let problem = match help {
                        Some(near) => problem.with_help(format!("did you mean `{near}`?")),
                        None => problem,
                    };
                    problems.push((source.clone(), problem));
                }
            },
        }
    }
    modules.retain(|module| !module.lessons.is_empty());
    numbered(modules)
}

fn take(heads: &mut Vec<LessonHead>, folder: &str, path: &str) -> Result<LessonHead, Option<String>> {
    let wanted = include::normal(&format!("{folder}/{path}")).unwrap_or_default();
    match heads.iter().position(|head| head.path == wanted) {
        Some(at) => Ok(heads.remove(at)),
        None => Err(nearest(&wanted, heads.iter().map(|head| head.path.as_str())).map(str::to_owned)),
    }
}

/// Lessons that the summary forgot come last, so that none is lost; drafts stay hidden unless listed.
fn with_the_rest(mut modules: Vec<Module>, lessons: Vec<LessonHead>) -> Vec<Module> {
    if !lessons.is_empty() {
        modules.push(Module { title: "More".to_owned(), lessons, ..Module::default() });
    }
    numbered(modules)
}

fn question_unlisted(rest: &[LessonHead], files: &Files, problems: &mut Vec<(Source, Problem)>) {
    let source = Source::new(FILE, clean::text(files.get(FILE).unwrap_or_default()).0);
    let end = source.text.trim_end().len();
    for head in rest {
        let problem = Problem::warning(end..end, format!("the lesson `{}` is not listed", head.path));
        let line = format!("add `- [{}]({})`, or `status: draft` to the lesson", head.title, head.path);
        problems.push((source.clone(), problem.with_help(line)));
    }
}

/// A course with a folder `lessons` keeps its lessons there; other Markdown beside it is something else.
fn in_lessons_folder(head: &LessonHead, files: &Files) -> bool {
    let has_folder = files.paths().any(|path| path.starts_with("lessons/"));
    !has_folder || head.path.starts_with("lessons/")
}

/// Drafts alone are what somebody wants to see.
fn without_drafts(mut heads: Vec<LessonHead>) -> Vec<LessonHead> {
    if heads.iter().any(|head| !head.draft) {
        heads.retain(|head| !head.draft);
    }
    heads
}

/// Without a summary: by module and order as the front matter says, then by path.
fn by_themselves(mut heads: Vec<LessonHead>) -> Vec<Module> {
    heads = without_drafts(heads);
    heads.sort_by(|left, right| {
        let modules = natural(left.module.as_deref(), right.module.as_deref());
        let orders = left.order.partial_cmp(&right.order).unwrap_or(Ordering::Equal);
        // A lesson that names no place comes after those that do.
        let named = left.order.is_none().cmp(&right.order.is_none());
        modules.then(named).then(orders).then_with(|| left.path.cmp(&right.path))
    });
    let mut modules: Vec<Module> = Vec::new();
    for head in heads {
        let title = head.module.clone().unwrap_or_default();
        match modules.last_mut() {
            Some(module) if module.title == title => module.lessons.push(head),
            _ => modules.push(Module { title, lessons: vec![head], ..Module::default() }),
        }
    }
    for module in &mut modules {
        if module.title.parse::<f64>().is_ok() {
            module.title = format!("Module {}", module.title);
        }
    }
    numbered(modules)
}

/// Module 10 comes after module 9.
fn natural(left: Option<&str>, right: Option<&str>) -> Ordering {
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<f64>().ok());
    match (number(left), number(right)) {
        (Some(left), Some(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
        _ => left.cmp(&right),
    }
}

fn numbered(mut modules: Vec<Module>) -> Vec<Module> {
    for (index, module) in modules.iter_mut().enumerate() {
        module.number = index as u32 + 1;
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(summary: &str) -> Vec<String> {
        let mut files = Files::new();
        for (path, text) in [(FILE, summary), ("a.md", "# A"), ("b.md", "# B")] {
            files.insert(path, text.as_bytes().to_vec());
        }
        modules(&files, &mut Vec::new()).into_iter().map(|module| module.title).collect()
    }

    #[test]
    fn a_heading_over_the_whole_list_is_no_module() {
        assert_eq!(titles("# Summary\n\n- [A](a.md)\n- [B](b.md)\n"), [""]);
        assert_eq!(titles("# Summary\n\n[A](a.md)\n\n# Part\n\n- [B](b.md)\n"), ["", "Part"]);
        assert_eq!(titles("# Boats\n\n[A](a.md)\n\n## Part\n\n- [B](b.md)\n"), ["", "Part"]);
        assert_eq!(titles("# Boats\n\n- One\n  - [A](a.md)\n- Two\n  - [B](b.md)\n"), ["One", "Two"]);
        assert_eq!(titles("# One\n\n- [A](a.md)\n\n# Two\n\n- [B](b.md)\n"), ["One", "Two"]);
    }
}
