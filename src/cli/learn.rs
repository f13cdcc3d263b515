//! `coldstart learn`: a lesson.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::{Global, plain, refuse, start};
use crate::app::{App, Place};
use crate::course::library::GUIDE;
use crate::course::{Course, LessonHead, Library};
use crate::problem::nearest;

/// Open a lesson, at the page where you left it
#[derive(Debug, Args)]
pub(super) struct LearnArgs {
    /// The lesson's name, such as `cold-starts`; without it, the one you were at; `authors-guide` is a course on writing lessons
    lesson: Option<String>,

    /// Print the lesson as text, for screen readers and pipes
    #[arg(long)]
    plain: bool,
}

/// What works where there is no terminal.
const PLAIN: &str = " To read without: coldstart learn LESSON --plain";

pub(super) fn run(args: &LearnArgs, global: &Global) -> Result<ExitCode> {
    if args.lesson.as_deref() == Some(GUIDE) {
        let guide = Library::guide();
        if args.plain {
            return Ok(plain::print(&guide, None, |head| head.id.clone()));
        }
        return start::screen(global, guide, PLAIN, |_| Vec::new());
    }
    let mut library = Library::embedded();
    let lesson = match &args.lesson {
        None => None,
        Some(name) => match find(&library, name).or_else(|message| find_in_guide(&mut library, name).ok_or(message)) {
            Ok(id) => Some(id),
            Err(message) => return Ok(refuse(&message)),
        },
    };
    if args.plain {
        return Ok(plain::print(&library, lesson.as_deref(), |head| head.id.clone()));
    }
    start::screen(global, library, PLAIN, |app| match lesson {
        Some(lesson) => app.open_lesson(&lesson).unwrap_or_default(),
        None => app.open_where_left_off(),
    })
}

/// A lesson of the author's guide, which then takes the place of the course.
fn find_in_guide(library: &mut Library, name: &str) -> Option<String> {
    let guide = Library::guide();
    let id = guide.find(name).map(|(_, head)| head.id.clone())?;
    *library = guide;
    Some(id)
}

/// The lesson of the course that stands where a file could; says so when it is neither.
pub(super) fn meant<'a>(library: &'a Library, name: &str) -> Result<(&'a Course, &'a LessonHead), String> {
    library.find(name).ok_or_else(|| {
        let known: Vec<&str> = library.courses.iter().flat_map(Course::lessons).map(|head| head.id.as_str()).collect();
        let help = match nearest(name, known.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("lessons are: {}", known.join(", ")),
        };
        format!("`{name}` is neither a file nor a lesson of the course; {help}")
    })
}

/// The lesson a person means: by id, by alias, by its number (`6`, `L06`), by its title.
fn find(library: &Library, name: &str) -> Result<String, String> {
    if let Some((_, head)) = library.find(name) {
        return Ok(head.id.clone());
    }
    let lessons: Vec<_> = library.courses.iter().flat_map(Course::lessons).collect();
    let number = name.trim_start_matches(['L', 'l']).parse::<f64>().ok();
    let by_number = lessons.iter().find(|head| number.is_some() && head.order == number);
    let by_title = || lessons.iter().find(|head| head.title.eq_ignore_ascii_case(name));
    if let Some(head) = by_number.or_else(by_title) {
        return Ok(head.id.clone());
    }
    let ids = lessons.iter().map(|head| head.id.as_str());
    Err(match nearest(name, ids.clone()) {
        Some(meant) => format!("there is no lesson `{name}`; did you mean `{meant}`?"),
        None => {
            let list: Vec<String> = lessons.iter().map(|head| format!("  {:<28} {}", head.id, head.title)).collect();
            let guide = format!("  {GUIDE:<28} How a lesson is written: a course for authors");
            format!("there is no lesson `{name}`. There are:\n{}\n{guide}", list.join("\n"))
        }
    })
}

impl App {
    /// Where the learner left off; the first lesson, if they never began.
    fn open_where_left_off(&mut self) -> Vec<crate::app::Effect> {
        let left_off = match self.where_left_off() {
            Some(Place::Lesson { lesson, .. }) => Some(lesson),
            _ => None,
        };
        let first = self.map().first().map(|entry| entry.lesson.clone());
        left_off.or(first).and_then(|lesson| self.open_lesson(&lesson)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_found_by_whatever_a_person_calls_it() {
        let library = Library::embedded();
        for name in ["cold-starts", "6", "L06", "the first passenger waits"] {
            assert_eq!(find(&library, name).as_deref(), Ok("cold-starts"), "{name}");
        }
        let message = find(&library, "cold-strats").expect_err("a slip");
        assert!(message.ends_with("did you mean `cold-starts`?"), "{message}");
        let message = find(&library, "quantum").expect_err("a stranger");
        assert!(message.contains("pay-for-the-meal"), "{message}");
    }
}
