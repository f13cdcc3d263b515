//! A text with a name, and the way from a byte in it to the line a person sees.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Problem, Severity};

/// A text and where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The path as the author knows it.
    pub name: String,
    /// The text, with line ends as in the file.
    pub text: String,
}

/// A line and a column, both counted from one; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from one.
    pub line: usize,
    /// Column in characters, from one.
    pub column: usize,
}

impl Source {
    /// A named text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Where a byte stands; past the end, the end.
    pub fn position(&self, byte: usize) -> Position {
        let byte = floor_boundary(&self.text, byte);
        let before = &self.text[..byte];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }

    /// `file:line:column: error: message`, one line, for grep and editors.
    pub fn headline(&self, problem: &Problem) -> String {
        let Position { line, column } = self.position(problem.span.start);
        format!("{}:{line}:{column}: {}: {}", self.name, problem.severity, problem.message)
    }

    /// The headline, then the source line with a caret, then the advice.
    pub fn explain(&self, problem: &Problem) -> String {
        let mut text = self.headline(problem);
        text.push('\n');
        let level = match problem.severity {
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let start = floor_boundary(&self.text, problem.span.start);
        let span = self.printable_span(start, problem.span.end);
        let visible = visible_controls(&self.text);
        let snippet = Snippet::source(&visible).annotation(AnnotationKind::Primary.span(span));
        let group = Group::with_level(level).element(snippet);
        // The headline above already names the place; of the rendered group only the excerpt is wanted.
        text.push_str(&Renderer::plain().render(&[group]));
        if let Some(help) = &problem.help {
            let _ = write!(text, "\n   = help: {help}");
        }
        text.push('\n');
        text
    }

    /// A span cut to its first line, so that a caret never smears over a whole fence.
    fn printable_span(&self, start: usize, end: usize) -> Range<usize> {
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |newline| start + newline);
        start..floor_boundary(&self.text, end).clamp(start, line_end)
    }
}

/// Control characters become one-byte spaces, so that offsets stay and a terminal is never spoken to.
fn visible_controls(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_control() && c != '\n' && c != '\t' { ' ' } else { c }).collect()
}

fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_line_and_a_column_in_characters() {
        let source = Source::new("a.md", "one\nzwölf drei\n");
        let byte = source.text.find("drei").unwrap();
        assert_eq!(source.position(byte), Position { line: 2, column: 7 });
    }

    #[test]
    fn an_explanation_shows_the_line_and_a_caret() {
        let source = Source::new("lab.toml", "[load]\nrsp = 5\n");
        let problem = Problem::unknown(7..10, "key", "rsp", ["rps", "shape"]);
        let text = source.explain(&problem);
        assert!(text.starts_with("lab.toml:2:1: error: unknown key `rsp`\n"), "{text}");
        assert!(text.contains("rsp = 5") && text.contains("^^^"), "{text}");
        assert!(text.contains("did you mean `rps`?"), "{text}");
    }
}
