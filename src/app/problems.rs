//! What is wrong with a course that lies on a disk: for its author.

use super::overlay::{PickRow, Picker};
use super::{App, Effect, Msg, Overlay, Place};
use crate::course::check::Finding;
use crate::problem::Severity;

/// What is wrong with the open course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems {
    /// File by file, in the order of the course.
    pub findings: Vec<Finding>,
    /// Whether its challenges were played, too.
    pub played: Played,
}

/// How far the challenges were played, which takes seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Played {
    /// Nobody asked.
    #[default]
    No,
    /// They are being played.
    Underway,
    /// They were.
    Yes,
}

impl Problems {
    /// `2 errors, 1 warning`; nothing when there are none.
    pub fn summary(&self) -> Option<String> {
        let count = |severity| self.findings.iter().filter(|finding| finding.problem.severity == severity).count();
        let told = |count: usize, one: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{count} {one}s")),
        };
        let parts = [told(count(Severity::Error), "error"), told(count(Severity::Warning), "warning")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// Whether something does not work.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.problem.severity == Severity::Error)
    }
}

impl App {
    /// The course was looked through.
    pub(super) fn checked(&mut self, findings: Vec<Finding>, played: bool) -> Vec<Effect> {
        let played = if played { Played::Yes } else { Played::No };
        self.problems = Some(Problems { findings, played });
        match &self.overlay {
            // Who has the list open wants to know all of it.
            Some(Overlay::Problems(picker)) => {
                let selected = picker.selected;
                self.list_problems(selected);
                self.play_challenges()
            }
            _ => Vec::new(),
        }
    }

    /// Lists what is wrong; challenges are played meanwhile.
    pub(super) fn open_problems(&mut self) -> Vec<Effect> {
        if self.problems.is_none() {
            return Vec::new();
        }
        self.list_problems(0);
        self.play_challenges()
    }

    fn list_problems(&mut self, selected: usize) {
        let Some(problems) = &self.problems else { return };
        let row = |(number, finding): (usize, &Finding)| {
            PickRow::new(finding.source.headline(&finding.problem), "", 0, Msg::ToProblem(number))
        };
        let mut picker = Picker::new("Problems", problems.findings.iter().enumerate().map(row).collect());
        picker.selected = selected.min(picker.rows.len().saturating_sub(1));
        self.overlay(Overlay::Problems(picker));
    }

    fn play_challenges(&mut self) -> Vec<Effect> {
        match &mut self.problems {
            Some(problems) if problems.played == Played::No => {
                problems.played = Played::Underway;
                vec![Effect::Check]
            }
            _ => Vec::new(),
        }
    }

    /// Goes to the page that a problem stands on.
    pub(super) fn go_to_problem(&mut self, number: usize) -> Vec<Effect> {
        let Some(finding) = self.problems.as_ref().and_then(|problems| problems.findings.get(number)).cloned() else {
            return Vec::new();
        };
        let courses = self.library.courses.iter().enumerate();
        let head = courses.flat_map(|(course, contents)| contents.lessons().map(move |head| (course, head)));
        let Some((course, head)) = head.into_iter().find(|(_, head)| head.path == finding.source.name) else {
            self.refuse(format!("{} is no lesson: e opens it in your editor", finding.source.name));
            return Vec::new();
        };
        let at = finding.problem.span.start;
        let opened = self.study().filter(|study| study.course == course && study.lesson.head.id == head.id);
        let lesson = opened.map(|study| study.lesson.clone());
        let lesson = lesson.or_else(|| Some(self.library.courses.get(course)?.read(head, &self.catalog).into()));
        let pages = lesson.iter().flat_map(|lesson| &lesson.pages);
        let page = pages.take_while(|page| page.span.start <= at).count().saturating_sub(1);
        let directive = lesson.as_ref().and_then(|lesson| {
            let holds = |block: &&crate::course::Block| block.span.contains(&at);
            let id = |block: &crate::course::Block| match &block.kind {
                crate::course::BlockKind::Directive(directive) => Some(directive.id().to_owned()),
                _ => None,
            };
            lesson.blocks().into_iter().filter(holds).find_map(id)
        });
        let mut effects = self.travel(&Place::Page { course, lesson: head.id.clone(), page });
        if let Some(id) = directive.filter(|id| self.study().is_some_and(|study| study.cards.contains_key(id))) {
            effects.extend(self.click_card(&id));
        }
        let words = match &finding.problem.help {
            Some(help) => format!("{}: {help}", finding.problem.message),
            None => finding.problem.message.clone(),
        };
        self.say(words);
        effects
    }

    /// Asks for an editor at the chosen problem, or at the page in view.
    pub(super) fn edit(&mut self) -> Vec<Effect> {
        let chosen = match &self.overlay {
            Some(Overlay::Problems(picker)) => {
                self.problems.as_ref().and_then(|problems| problems.findings.get(picker.selected))
            }
            _ => None,
        };
        let (file, place) = match (chosen, self.study()) {
            (Some(finding), _) => (finding.source.name.clone(), finding.source.position(finding.problem.span.start)),
            (None, Some(study)) => {
                let source = &study.lesson.source;
                let block = study.page().blocks.first().map_or(0, |block| block.span.start);
                (source.name.clone(), source.position(block))
            }
            (None, None) => return Vec::new(),
        };
        vec![Effect::Edit { file, line: place.line, column: place.column }]
    }
}
