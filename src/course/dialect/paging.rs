//! Pages for a long text that names none: whole sections, as many as fill a screen.

use crate::course::html::Command;

/// Rows of text that a screen shows at once.
const SCREEN: usize = 30;
/// Columns of a row of prose.
const COLUMNS: usize = 72;
/// A page of fewer rows than this is a title waiting for its text.
const LEAST: usize = 8;

/// How long the text is and where its sections begin.
#[derive(Debug, Default)]
pub struct Paging {
    rows: usize,
    /// Where a section begins in the new text, and the rows before it.
    sections: Vec<(usize, usize)>,
    /// Whether the author turns the pages.
    is_turned: bool,
    /// Where the paragraph began that may turn out to be a heading, and the rows before it.
    paragraph: Option<(usize, usize)>,
}

impl Paging {
    /// A line of the text, which stands at `at` in the new text, outside any container or code.
    pub fn line(&mut self, line: &str, at: usize) {
        let bare = line.trim();
        let indent = line.len() - line.trim_start().len();
        self.is_turned |= is_turn(bare);
        let level = bare.bytes().take_while(|byte| *byte == b'#').count();
        if bare.is_empty() {
            self.paragraph = None;
        } else if indent < 4 && (1..=2).contains(&level) && bare[level..].starts_with(' ') {
            self.sections.push((at + indent, self.rows));
            self.paragraph = None;
        } else if let Some(section) = self.paragraph.filter(|_| is_underline(bare)) {
            self.sections.push(section);
            self.paragraph = None;
        } else if self.paragraph.is_none() && !super::code::is_item(bare) && !bare.starts_with(['>', '|', '#', '<']) {
            self.paragraph = Some((at + indent, self.rows));
        }
        self.count(line);
    }

    /// A line inside something.
    pub fn count(&mut self, line: &str) {
        self.rows += line.len() / COLUMNS + 1;
    }

    /// The author turns the pages.
    pub fn turned(&mut self) {
        self.is_turned = true;
    }

    /// Where pages begin.
    pub fn breaks(self) -> Vec<usize> {
        if self.is_turned || self.rows <= SCREEN {
            return Vec::new();
        }
        let ends = self.sections.iter().skip(1).map(|(_, rows)| *rows).chain(std::iter::once(self.rows));
        let mut breaks = Vec::new();
        let mut page = 0;
        for ((at, begin), end) in self.sections.iter().zip(ends) {
            if end - page > SCREEN && begin - page >= LEAST {
                breaks.push(*at);
                page = *begin;
            }
        }
        breaks
    }
}

fn is_turn(line: &str) -> bool {
    let comment = line.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    comment.and_then(Command::parse) == Some(Command::PageBreak)
}

fn is_underline(line: &str) -> bool {
    line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaks(text: &str) -> Vec<&str> {
        let mut paging = Paging::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            paging.line(line.trim_end_matches('\n'), at);
            at += line.len();
        }
        paging.breaks().into_iter().map(|at| text[at..].lines().next().unwrap_or_default()).collect()
    }

    #[test]
    fn sections_fill_a_screen_and_stay_whole() {
        let section = |title: &str, lines: usize| format!("{title}\n{}\n", "\nword\n".repeat(lines));
        let text = [section("# A", 1), section("## B", 6), section("C\n---", 8), section("## D", 9)].concat();
        assert_eq!(breaks(&text), ["C", "## D"]);
        assert_eq!(breaks("# A\n\n## B\n"), Vec::<&str>::new());
        assert_eq!(breaks(&format!("{text}\n<!-- end_slide -->\n")), Vec::<&str>::new());
    }
}
