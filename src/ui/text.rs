//! Text on a grid: how wide it is, where it may break, and how it is cut. Never inside a grapheme.

use std::sync::Arc;

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::Msg;

/// A stretch of text in one style. `target` says what a click on it does; it stays with the text through wrapping.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// What is written.
    pub text: String,
    /// How.
    pub style: Style,
    /// What a click on it means.
    pub target: Option<Arc<Msg>>,
}

impl Piece {
    /// Text in a style.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style, target: None }
    }

    /// The same text, leading somewhere.
    #[must_use]
    pub fn leading_to(mut self, target: &Arc<Msg>) -> Self {
        self.target = Some(Arc::clone(target));
        self
    }

    /// Columns it takes.
    pub fn width(&self) -> usize {
        width(&self.text)
    }
}

/// Columns a text takes. Control characters take none, since they are never drawn.
pub fn width(text: &str) -> usize {
    if text.chars().all(is_plain) {
        return text.chars().count();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// Whether a character is a whole grapheme of one column wherever it stands: nearly everything we draw, so the tables of Unicode
/// need not be asked. What follows it must be such a character too, since a mark could join it.
pub fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~' | '·' | '×' | '–' | '…' | '•' | '›' | '≈' | '←'..='↓' | '⏎' | '─'..='◿' | '★' | '☆' | '✓' | '✗')
        && !matches!(character, '◽' | '◾')
}

/// Columns all pieces take together.
pub fn pieces_width(pieces: &[Piece]) -> usize {
    pieces.iter().map(Piece::width).sum()
}

/// The beginning of `text` that fits `columns`; `mark` (an ellipsis) stands for what was cut.
pub fn cut(text: &str, columns: usize, mark: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = fitting(text, columns.saturating_sub(width(mark))).to_owned();
    if width(mark) <= columns {
        kept.push_str(mark);
    }
    kept
}

/// The beginning of `text` that fits `columns`, whole words only; `mark` stands for what was cut.
pub fn cut_at_word(text: &str, columns: usize, mark: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let kept = fitting(text, columns.saturating_sub(width(mark)));
    match kept.rfind(' ') {
        Some(end) => format!("{} {mark}", kept[..end].trim_end_matches([',', ';', ' '])),
        None => cut(text, columns, mark),
    }
}

/// The longest beginning of `text` that fits `columns`.
pub fn fitting(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used > columns {
            return &text[..start];
        }
    }
    text
}

/// The byte at which what stands behind the first `columns` begins, and the columns of a wide character that is cut in two there.
pub fn past(text: &str, columns: usize) -> (usize, usize) {
    let mut used = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        if used >= columns {
            return (start, used - columns);
        }
        used += grapheme_width(grapheme);
    }
    (text.len(), used.saturating_sub(columns))
}

/// `text` with spaces before it, so that it ends at column `columns`. Figures stand this way.
pub fn right(text: &str, columns: usize) -> String {
    let mut padded = " ".repeat(columns.saturating_sub(width(text)));
    padded.push_str(text);
    padded
}

/// `text` with spaces after it, up to `columns`.
pub fn left(text: &str, columns: usize) -> String {
    let mut padded = text.to_owned();
    padded.push_str(&" ".repeat(columns.saturating_sub(width(text))));
    padded
}

/// Tabs to spaces, line ends and other control characters to nothing: what may be put into cells.
pub fn printable(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => clean.push(' '),
            character if character.is_control() => {}
            character => clean.push(character),
        }
    }
    clean
}

/// The pieces broken into lines: `first` columns for the first line, `rest` for the others.
///
/// Breaks at spaces, after hyphens inside words and around wide characters; a word longer than a line is broken between graphemes.
/// A `\n` in the text is a break that stays.
pub fn wrap(pieces: &[Piece], first: usize, rest: usize) -> Vec<Vec<Piece>> {
    let atoms = atoms(pieces);
    let mut lines = Vec::new();
    let mut start = 0;
    let mut last_break = None;
    let mut used = 0;
    let mut index = 0;
    while index < atoms.len() {
        let atom = &atoms[index];
        if atom.text == "\n" {
            lines.push(assemble(pieces, trim_end(&atoms[start..index])));
            (start, last_break, used) = (index + 1, None, 0);
            index += 1;
            continue;
        }
        if may_break_before(&atoms, index) && index > start {
            last_break = Some(index);
        }
        used += atom.width;
        let limit = if lines.is_empty() { first } else { rest }.max(1);
        if used > limit && !atom.is_space() && index > start {
            let end = last_break.filter(|place| *place > start).unwrap_or(index);
            lines.push(assemble(pieces, trim_end(&atoms[start..end])));
            start = end + atoms[end..].iter().take_while(|atom| atom.is_space()).count();
            (last_break, used, index) = (None, 0, start);
            continue;
        }
        index += 1;
    }
    if start < atoms.len() || lines.is_empty() {
        lines.push(assemble(pieces, trim_end(&atoms[start..])));
    }
    lines
}

/// Plain text broken into lines.
pub fn wrap_plain(text: &str, columns: usize) -> Vec<String> {
    let lines = wrap(&[Piece::new(text, Style::default())], columns, columns);
    lines.into_iter().map(|line| line.into_iter().map(|piece| piece.text).collect()).collect()
}

/// One grapheme on its way to a line.
struct Atom<'a> {
    piece: usize,
    text: &'a str,
    width: usize,
}

impl Atom<'_> {
    /// A space at which a line may end; a no-break space is none.
    fn is_space(&self) -> bool {
        self.text == " "
    }

    fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric)
    }
}

fn atoms(pieces: &[Piece]) -> Vec<Atom<'_>> {
    let mut atoms = Vec::new();
    for (piece, content) in pieces.iter().enumerate() {
        for text in content.text.graphemes(true) {
            atoms.push(Atom { piece, text, width: grapheme_width(text) });
        }
    }
    atoms
}

fn may_break_before(atoms: &[Atom<'_>], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|place| &atoms[place]) else { return false };
    let hyphen = before.text == "-" && index >= 2 && atoms[index - 2].is_word() && atoms[index].is_word();
    let wide = (before.width > 1 || atoms[index].width > 1) && !is_closing(atoms[index].text);
    before.is_space() || hyphen || wide
}

/// Punctuation that never begins a line.
fn is_closing(text: &str) -> bool {
    matches!(text, "、" | "。" | "，" | "．" | "」" | "）" | "！" | "？" | "." | "," | ")" | "!" | "?" | ":" | ";")
}

fn trim_end<'a, 'b>(atoms: &'b [Atom<'a>]) -> &'b [Atom<'a>] {
    let spaces = atoms.iter().rev().take_while(|atom| atom.is_space()).count();
    &atoms[..atoms.len() - spaces]
}

fn assemble(pieces: &[Piece], atoms: &[Atom<'_>]) -> Vec<Piece> {
    let mut line: Vec<Piece> = Vec::new();
    let mut current = None;
    for atom in atoms {
        if current != Some(atom.piece) {
            let piece = &pieces[atom.piece];
            line.push(Piece { text: String::new(), style: piece.style, target: piece.target.clone() });
            current = Some(atom.piece);
        }
        if let Some(last) = line.last_mut() {
            // A no-break space has done its work once the line is broken.
            last.text.push_str(if atom.text == "\u{a0}" { " " } else { atom.text });
        }
    }
    line
}

/// As ratatui measures: what holds a control character is not drawn.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    let sound_marks = grapheme.chars().filter(|mark| matches!(mark, '\u{FF9E}' | '\u{FF9F}')).count();
    grapheme.width() + sound_marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, columns: usize, expected: &[&str]) {
        assert_eq!(wrap_plain(text, columns), expected, "{text:?} at {columns}");
    }

    #[test]
    fn lines_break_at_spaces_and_drop_them() {
        check("one two three", 7, &["one two", "three"]);
        check("one two three ", 3, &["one", "two", "thr", "ee"]);
        check("", 5, &[""]);
        check("a\nb", 5, &["a", "b"]);
        check("a\n", 5, &["a"]);
    }

    #[test]
    fn a_long_word_is_broken_between_graphemes() {
        check("aé\u{301}bc", 2, &["aé\u{301}", "bc"]);
        check("cold-start times", 6, &["cold-", "start", "times"]);
        check("14\u{a0}ms p95", 7, &["14 ms", "p95"]);
    }

    #[test]
    fn wide_characters_take_two_columns_and_break_anywhere() {
        check("日本語のテスト", 6, &["日本語", "のテス", "ト"]);
        check("👨‍👩‍👧 ok", 2, &["👨‍👩‍👧", "ok"]);
        assert_eq!(width("👨‍👩‍👧"), 2);
        assert_eq!(width("⚙️"), 2);
        assert_eq!(width("a\u{1b}[31m"), 5);
    }

    #[test]
    fn cutting_keeps_graphemes_whole() {
        assert_eq!(cut("日本語", 5, "…"), "日本…");
        assert_eq!(cut("日本語", 4, "…"), "日…");
        assert_eq!(cut("abc", 3, "…"), "abc");
        assert_eq!(cut("abc", 0, "…"), "");
        assert_eq!(cut_at_word("one, two, three", 11, "…"), "one, two …");
        assert_eq!(cut_at_word("unbroken", 5, "…"), "unbr…");
        assert_eq!(
            [past("a日本", 0), past("a日本", 2), past("a日本", 3), past("ab", 9)],
            [(0, 0), (4, 1), (4, 0), (2, 0)]
        );
        assert_eq!(right("14", 4), "  14");
        assert_eq!(left("日", 4), "日  ");
    }

    #[test]
    fn styles_and_targets_survive_wrapping() {
        let bold = Style::new().bold();
        let target = Arc::new(Msg::Tick("sent".into()));
        let pieces = [Piece::new("see ", Style::new()), Piece::new("the term", bold).leading_to(&target)];
        let lines = wrap(&pieces, 7, 7);
        assert_eq!(lines[0][1], Piece::new("the", bold).leading_to(&target));
        assert_eq!(lines[1][0], Piece::new("term", bold).leading_to(&target));
    }
}
