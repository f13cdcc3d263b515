//! Fenced code: shown, included from a file, or a directive.

use std::ops::Range;

use super::Parser;
use crate::course::block::{BlockKind, CodeBlock, CodeKind, FocusStep};
use crate::course::clean;
use crate::course::directive;
use crate::course::fence::Fence;
use crate::course::include::Include;
use crate::course::inline::Inline;
use crate::problem::Problem;

impl Parser<'_> {
    pub(super) fn fence_end(&mut self, mut fence: Fence, span: Range<usize>) {
        // The range of an unclosed fence or of indented code ends with a blank line that is not its own.
        fence.span = span.clone();
        if let Some(ticks) = fence.unclosed(self.text) {
            self.open_ended(&fence, ticks);
            return;
        }
        if let Some(kind) = directive::kind(&fence.info.word) {
            let read = kind.read(&fence, &mut self.desk);
            self.problems.append(&mut self.desk.problems);
            if let Some(directive) = read {
                self.add(BlockKind::Directive(Box::new(directive)), span);
                return;
            }
        }
        if let Some(problem) = directive::misspelt(&fence) {
            self.remark(problem);
        }
        let code = self.code(&fence);
        self.add(BlockKind::Code(code), span);
    }

    /// What such a fence swallowed is shown as code; reading it as a directive would say a hundred things about prose.
    pub(super) fn open_ended(&mut self, fence: &Fence, ticks: Range<usize>) {
        if let (Some(kind), Some(id)) = (directive::kind(&fence.info.word), fence.info.get("id")) {
            self.desk.claim(kind.name, id, fence.key_place("id"));
        }
        let marks = self.text[ticks.clone()].to_owned();
        let problem = Problem::error(ticks, "this fence is never closed");
        self.remark(problem.with_help(format!("end it with a line {marks}; everything below is code until then")));
        let code = self.code(fence);
        self.add(BlockKind::Code(code), fence.span.clone());
    }

    pub(super) fn code(&mut self, fence: &Fence) -> CodeBlock {
        let lang = fence.info.word.trim_start_matches('.').to_owned();
        let kind = match lang.as_str() {
            "diff" => CodeKind::Diff,
            "ascii" => CodeKind::Ascii,
            "console" => CodeKind::Console,
            _ => CodeKind::Source,
        };
        let (text, included) = self.included(fence);
        let text = clean::untabbed(&clean::visible(text.trim_end_matches('\n')));
        let title = fence.info.get("title").map(str::to_owned);
        self.question_focus(fence, &text);
        CodeBlock { lang, kind, text, focus: fence.info.focus.clone(), title, included }
    }

    /// The body with its include lines replaced by what they name.
    pub(super) fn included(&mut self, fence: &Fence) -> (String, Option<String>) {
        if !fence.body.contains("{{#include") {
            return (fence.body.clone(), None);
        }
        let mut text = String::new();
        let mut from = None;
        let mut at = 0;
        for line in fence.body.split_inclusive('\n') {
            let asked = Include::parse(line);
            match asked.as_ref().map(|include| include.read(&self.around.course.files, self.folder)) {
                Some(Ok((path, lines))) => {
                    text.push_str(&lines);
                    text.push('\n');
                    from.get_or_insert(path);
                }
                Some(Err(message)) => {
                    let place = fence.place(&(at..at + line.trim_end().len()));
                    self.problems.push(Problem::error(place, format!("cannot include: {message}")));
                    text.push_str(line);
                }
                None => text.push_str(line),
            }
            at += line.len();
        }
        (text, from)
    }

    pub(super) fn question_focus(&mut self, fence: &Fence, text: &str) {
        let lines = text.lines().count();
        let last = fence.info.focus.iter().filter_map(|step| match step {
            FocusStep::Lines(ranges) => ranges.iter().map(|range| *range.end()).max(),
            FocusStep::All => None,
        });
        if let Some(last) = last.max().filter(|last| *last > lines) {
            let message = format!("the line focus names line {last}, but the code has {lines}");
            self.remark(Problem::warning(fence.head(), message));
        }
    }

    pub(super) fn quiz_file(&mut self, path: &str, span: Range<usize>) {
        let read = directive::quiz_from_file(path, span.clone(), &mut self.desk);
        self.problems.append(&mut self.desk.problems);
        match read {
            Some(directive) => self.add(BlockKind::Directive(Box::new(directive)), span),
            None => {
                let words = format!("{{{{#quiz {path}}}}}");
                self.add(BlockKind::Paragraph(vec![Inline::Text(words)]), span);
            }
        }
    }
}
