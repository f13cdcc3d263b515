//! Where a link leads.

use super::course::Course;
use super::files::Files;
use super::include;
use super::inline::LinkTarget;
use super::slug::slug;

/// A link's target, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Where it leads.
    pub target: LinkTarget,
    /// What to call it when it has no label of its own.
    pub label: Option<String>,
    /// Why it leads nowhere.
    pub wrong: Option<Wrong>,
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// In one sentence.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Resolved {
    fn to(target: LinkTarget) -> Self {
        Self { target, label: None, wrong: None }
    }

    fn dead(written: &str, message: String, help: Option<String>) -> Self {
        Self { target: LinkTarget::Dead(written.to_owned()), label: None, wrong: Some(Wrong { message, help }) }
    }
}

/// `[[id]]`, `[[id#heading]]`, `[[term]]`: a lesson first, then a word of the glossary.
pub fn wiki(course: &Course, written: &str) -> Resolved {
    // In a table the bar of `[[a\|b]]` is escaped, and the backslash stays behind.
    let written = written.trim().trim_end_matches('\\');
    let (name, anchor) = written.split_once('#').map_or((written, None), |(name, anchor)| (name, Some(anchor)));
    if name.is_empty() {
        return Resolved::to(LinkTarget::Anchor(slug(anchor.unwrap_or_default())));
    }
    if let Some(head) = lesson(course, name) {
        let target = LinkTarget::Lesson { id: head.id.clone(), anchor: anchor.map(slug) };
        return Resolved { label: Some(head.title.clone()), ..Resolved::to(target) };
    }
    if let Some(term) = course.glossary.find(name) {
        return Resolved { label: Some(name.to_owned()), ..Resolved::to(LinkTarget::Term(term.to_owned())) };
    }
    let known = course.lessons().map(|head| head.id.as_str()).chain(course.glossary.names());
    let help = crate::problem::nearest(name, known).map(|near| format!("did you mean `[[{near}]]`?"));
    Resolved::dead(name, format!("no lesson and no glossary term is called `{name}`"), help)
}

fn lesson<'a>(course: &'a Course, name: &str) -> Option<&'a super::LessonHead> {
    let by_title = || course.lessons().find(|head| head.title.eq_ignore_ascii_case(name));
    // Note takers link by the name of the file, perhaps with its folders and its ending.
    let by_file = || {
        let wanted = without_ending(name);
        course.lessons().filter(|head| !head.own).find(|head| {
            let stem = without_ending(&head.path);
            let Some(at) = stem.len().checked_sub(wanted.len()).filter(|_| !wanted.is_empty()) else { return false };
            let whole = at == 0 || stem.as_bytes()[at - 1] == b'/';
            whole && stem.get(at..).is_some_and(|tail| tail.eq_ignore_ascii_case(wanted))
        })
    };
    course.lesson(name).or_else(by_title).or_else(by_file)
}

/// A path without the ending of a page.
fn without_ending(path: &str) -> &str {
    let endings = [".md", ".mdx", ".markdown", ".html"];
    endings.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path)
}

/// `[label](target)` in a lesson of `folder`.
pub fn plain(course: &Course, folder: &str, written: &str) -> Resolved {
    let written = written.trim();
    if let Some(anchor) = written.strip_prefix('#') {
        return Resolved::to(LinkTarget::Anchor(anchor.to_lowercase()));
    }
    let lower = written.to_ascii_lowercase();
    if ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return Resolved::to(LinkTarget::Url(written.to_owned()));
    }
    if scheme(&lower) || written.starts_with("//") {
        return Resolved::dead(
            written,
            format!("links to `{written}` are not followed"),
            Some("use http, https or a path".into()),
        );
    }
    relative(course, folder, written)
}

/// `javascript:` and its like: letters, then a colon, before any slash.
fn scheme(lower: &str) -> bool {
    let name = lower.split_once(':').map(|(name, _)| name);
    name.is_some_and(|name| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn relative(course: &Course, folder: &str, written: &str) -> Resolved {
    let (path, anchor) = written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor)));
    let path = decoded(path.split('?').next().unwrap_or_default());
    let resolved = match include::resolve(&course.files, folder, &path) {
        Ok(resolved) => resolved,
        // A link without its ending, as other sites write them.
        Err(message) => {
            match other_names(&path).iter().find_map(|name| include::resolve(&course.files, folder, name).ok()) {
                Some(resolved) => resolved,
                None => return absent(course, folder, &path, written, message),
            }
        }
    };
    match course.lessons().find(|head| head.path == resolved) {
        Some(head) => Resolved::to(LinkTarget::Lesson { id: head.id.clone(), anchor: anchor.map(slug) }),
        None => Resolved::to(LinkTarget::File(resolved)),
    }
}

/// What a page may be called in the folder that a link of a site means: `/guide/`, `guide.html`.
fn other_names(path: &str) -> Vec<String> {
    let bare = without_ending(path.trim_matches('/'));
    let files = [".md", ".mdx", "/index.md", "/index.mdx", "/README.md", "/_index.md"];
    let roots = ["", "docs/", "src/", "content/"];
    roots.iter().flat_map(|root| files.iter().map(move |file| format!("{root}{bare}{file}"))).collect()
}

fn absent(course: &Course, folder: &str, path: &str, written: &str, message: String) -> Resolved {
    if let Some(head) = lesson(course, path.trim_end_matches('/')) {
        return Resolved::to(LinkTarget::Lesson { id: head.id.clone(), anchor: None });
    }
    let help = near(&course.files, folder, path).map(|near| format!("did you mean `{near}`?"));
    Resolved::dead(written, message, help)
}

fn near(files: &Files, folder: &str, path: &str) -> Option<String> {
    let full = include::normal(&format!("{folder}/{path}"))?;
    crate::problem::nearest(&full, files.paths()).map(str::to_owned)
}

/// `%20` and its like.
fn decoded(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
