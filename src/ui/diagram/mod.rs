//! Diagrams written in words, as Mermaid has them, drawn in cells: flowcharts and sequences, in the subset that most of them are written in.
//!
//! 1. `flow` and `sequence` read the words. A statement they do not know makes them give up: then the page shows the words, and nothing is lost.
//! 2. `layers` gives the nodes of a flowchart their places.
//! 3. `canvas` holds the cells; lines that meet become corners and crossings there.

mod canvas;
mod flow;
mod layers;
mod sequence;

pub use canvas::{Canvas, Ink};

/// The drawing of a diagram that is to fit into `width` columns where it can; `None` for what is not understood.
pub fn draw(words: &str, width: usize) -> Option<Canvas> {
    let mut lines = words.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("%%"));
    let first = lines.next()?;
    let rest: Vec<&str> = lines.collect();
    if rest.len() > LINES_MAX {
        return None;
    }
    match first.split_whitespace().next()? {
        "graph" | "flowchart" => flow::draw(first, &rest, width),
        "sequenceDiagram" => sequence::draw(&rest),
        _ => None,
    }
}

/// A diagram of more lines is a map that no terminal shows.
const LINES_MAX: usize = 300;

/// A label without its quotes and with its line breaks.
fn label(written: &str) -> String {
    let written = written.trim();
    let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
    let broken =
        ["<br/>", "<br />", "<br>", "\\n"].iter().fold(inner.to_owned(), |text, mark| text.replace(mark, "\n"));
    broken.replace("#quot;", "\"").replace("#35;", "#")
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn drawn(words: &str, width: usize) -> String {
        let canvas = draw(words, width).unwrap_or_else(|| panic!("this is understood: {words}"));
        canvas.to_text()
    }

    #[test]
    fn what_is_not_understood_is_left_to_the_words() {
        for words in
            ["", "pie title Pets", "flowchart TD\nsubgraph one\na-->b\nend", "sequenceDiagram\n???", "graph LR\nA --> "]
        {
            assert!(draw(words, 80).is_none(), "{words}");
        }
    }

    #[test]
    fn no_words_make_it_fall_over() {
        let bits = [
            "A", "-->", "[x]", "|y|", "{", "}", ";", "&", "\n", "((", "))", "日本", "-.->", "subgraph", "Note", ":",
            "->>",
        ];
        let mut state = 7_u32;
        for _ in 0..4_000 {
            let mut words =
                if state.is_multiple_of(2) { "graph LR\n".to_owned() } else { "sequenceDiagram\n".to_owned() };
            for _ in 0..12 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                words.push_str(bits[state as usize / 65_536 % bits.len()]);
                words.push(' ');
            }
            let _ = draw(&words, 60);
        }
    }
}
