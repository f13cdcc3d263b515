//! What stands around the text of a page.

use maud::{DOCTYPE, Markup, html};

use super::{STYLESHEET, addresses};
use crate::course::{Course, Lesson, LessonHead};

/// A whole page.
pub(super) fn page(course: &Course, title: &str, lang: Option<&str>, body: &Markup) -> Markup {
    let whole = if title == course.title { title.to_owned() } else { format!("{title} · {}", course.title) };
    html! {
        (DOCTYPE)
        html lang=(lang.unwrap_or("en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (whole) }
                link rel="stylesheet" href=(STYLESHEET);
            }
            body { (body) }
        }
    }
}

/// The way here: the course, the module.
pub(super) fn way(course: &Course, module: &str, glossary: bool) -> Markup {
    html! {
        header {
            nav aria-label="Course" {
                a href=(addresses::INDEX) { (course.title) }
                @if !module.is_empty() { span class="aside" { " › " (module) } }
                @if glossary { a class="end" href=(addresses::GLOSSARY) { "Glossary" } }
            }
        }
    }
}

/// How long it takes, for whom, what for.
pub(super) fn facts(head: &LessonHead) -> Markup {
    let mut facts = Vec::new();
    facts.extend(head.minutes.map(|minutes| format!("{minutes} minutes")));
    facts.extend(head.level.map(|level| format!("{level:?}").to_lowercase()));
    html! {
        @if !facts.is_empty() { p class="aside" { (facts.join(", ")) } }
        @if !head.objectives.is_empty() {
            p class="aside" { "You will be able to:" }
            ul class="aside" { @for objective in &head.objectives { li { (objective) } } }
        }
    }
}

/// The headings of a lesson, if there are enough to get lost among.
pub(super) fn contents(lesson: &Lesson) -> Markup {
    let headings: Vec<_> = lesson.headings().into_iter().filter(|heading| heading.level == 2).collect();
    html! {
        @if headings.len() > 1 {
            nav class="contents" aria-label="Contents" {
                ol { @for heading in &headings { li { a href={ "#" (addresses::encoded(&heading.anchor)) } { (heading.text) } } } }
            }
        }
    }
}
