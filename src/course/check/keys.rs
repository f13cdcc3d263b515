//! A lab's actions have keys of their own, not the program's.

use super::Reading;
use crate::course::block::BlockKind;
use crate::course::directive::Directive;
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// What these do must work on every page, whatever lab it has.
const PROGRAM: &str = "q?:npjktoxvf/ ";

/// Errors for actions whose key the program needs itself.
pub fn taken(lesson: &Lesson, _: &Reading<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for block in lesson.blocks() {
        let BlockKind::Directive(directive) = &block.kind else { continue };
        let Directive::Lab(card) = directive.as_ref() else { continue };
        for action in card.spec.actions.iter().filter(|action| PROGRAM.contains(action.key)) {
            let text = &lesson.source.text[block.span.clone()];
            let quoted = format!("\"{}\"", action.key);
            let line_of =
                |(at, _): &(usize, &str)| text[..*at].trim_end().trim_end_matches('=').trim_end().ends_with("key");
            let at = text.match_indices(quoted.as_str()).find(line_of).map_or(0, |(at, _)| at);
            let start = block.span.start + at;
            let problem =
                Problem::error(start..start + quoted.len(), format!("`{}` is the program's own key", action.key));
            problems.push(problem.with_help("give the action another letter"));
        }
    }
    problems
}
