//! A text with a name, and the way from a byte in it to the line a person sees.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Problem, Severity, one_line, visible};

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
        let (name, message) = (one_line(&self.name), visible(&problem.message));
        format!("{name}:{line}:{column}: {}: {message}", problem.severity)
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
        let excerpt = self.excerpt(start..problem.span.end);
        let annotation = AnnotationKind::Primary.span(excerpt.span);
        let snippet = Snippet::source(&excerpt.text).line_start(self.position(start).line).annotation(annotation);
        let group = Group::with_level(level).element(snippet);
        // The headline above already names the place; of the rendered group only the excerpt is wanted.
        text.push_str(&Renderer::plain().render(&[group]));
        if let Some(help) = &problem.help {
            let _ = write!(text, "\n   = help: {help}");
        }
        text.push('\n');
        text
    }

    /// The first line of a span, so that a caret never smears over a whole fence; of a very long line, what stands near it.
    fn excerpt(&self, span: Range<usize>) -> Excerpt {
        let line_start = self.text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = self.text[span.start..].find('\n').map_or(self.text.len(), |newline| span.start + newline);
        let from = floor_boundary(&self.text, span.start.saturating_sub(EXCERPT_BYTES).max(line_start));
        let until = floor_boundary(&self.text, (span.start + EXCERPT_BYTES).min(line_end));
        let end = floor_boundary(&self.text, span.end).clamp(span.start, until);
        let ellipsis = |cut: bool| if cut { "…" } else { "" };
        let before = ellipsis(from > line_start);
        let text = format!("{before}{}{}", visible_controls(&self.text[from..until]), ellipsis(until < line_end));
        let shift = |at: usize| at - from + before.len();
        Excerpt { span: shift(span.start)..shift(end), text }
    }
}

/// A line to show and what to underline in it.
struct Excerpt {
    text: String,
    span: Range<usize>,
}

/// Of a line longer than this on one side of the caret, only the near part is shown: enough for any terminal.
const EXCERPT_BYTES: usize = 400;

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
    fn the_name_of_a_file_cannot_speak_to_the_terminal() {
        let text = Source::new("a\u{1b}]0;x\u{7}\u{202e}.md", "one\n").explain(&Problem::error(0..1, "wrong"));
        assert!(text.starts_with("a␛]0;x␇[U+202E].md:1:1: error: wrong\n"), "{text}");
    }

    #[test]
    fn of_a_long_line_the_near_part_is_shown() {
        let source = Source::new("a.md", format!("one\n{}HERE{}\n", "x".repeat(100_000), "y".repeat(100_000)));
        let text = source.explain(&Problem::error(100_004..100_008, "there"));
        assert!(text.starts_with("a.md:2:100001: error: there\n"), "{text}");
        assert!(text.contains("HERE") && text.contains("^^^^") && text.contains("2 |") && text.len() < 2_000, "{text}");
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
