//! A text that is edited, on the screen: its colours, the cursor, what is selected, the brackets that belong together, what was found.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation as _;

use super::highlight;
use super::look::Look;
use super::pen::Pen;
use super::text::{self, Piece};
use super::widgets::more;
use crate::app::{Editor, Extent, Mark, PaneContext, Role, Writing};

/// Columns between the number of a line and its text; the mark of a mistake stands there.
const GAP: u16 = 2;

/// Draws an editor into a pane.
pub fn draw(editor: &Editor, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
    let look = Look { theme: context.theme, glyphs: context.glyphs };
    let layout = Layout::of(editor, context, area);
    let mut pen = Pen::new(buffer, area);
    let marks = Marks::of(editor, context.editing);
    let first = layout.writing.first;
    for row in 0..layout.rows {
        let line = first + usize::from(row);
        if line >= editor.lines().len() {
            break;
        }
        draw_number(&mut pen, &look, editor, (line, row), &layout, context.editing);
        let pieces = pieces(editor, line, &look, &marks);
        draw_shifted(&mut pen, &look, &pieces, (layout.gutter, row), layout.writing.left);
    }
    if let Some(words) = footing(editor, &look) {
        let width = pen.width();
        let row = layout.rows;
        pen.fill(0, row, width, 1, look.theme.on(Role::Text, Role::Panel));
        pen.pieces(0, row, &words);
    }
    let extent = Extent { content: editor.lines().len(), view: layout.rows };
    let mut pen = pen.part(0, 0, area.width, layout.rows);
    more::draw(&mut pen, &look, first, extent);
    extent
}

/// Where in a pane the text of an editor stands.
pub fn writing(editor: &Editor, context: &PaneContext<'_>, area: Rect) -> Writing {
    Layout::of(editor, context, area).writing
}

struct Layout {
    gutter: u16,
    rows: u16,
    writing: Writing,
}

impl Layout {
    fn of(editor: &Editor, context: &PaneContext<'_>, area: Rect) -> Self {
        let gutter = editor.lines().len().to_string().len() as u16 + GAP;
        let look = Look { theme: context.theme, glyphs: context.glyphs };
        let rows = area.height.saturating_sub(u16::from(footing(editor, &look).is_some()));
        let room = usize::from(area.width.saturating_sub(gutter));
        // Long lines do not wrap: where one writes is what one sees.
        let left = if context.editing { (editor.column() + 2).saturating_sub(room) } else { 0 };
        let extent = Extent { content: editor.lines().len(), view: rows };
        let first = context.scroll.min(extent.scroll_max());
        let lines = Rect { x: area.x + gutter.min(area.width), width: room as u16, height: rows, ..area };
        Self { gutter, rows, writing: Writing { area: lines, first, left } }
    }
}

fn draw_number(
    pen: &mut Pen<'_>,
    look: &Look<'_>,
    editor: &Editor,
    (line, row): (usize, u16),
    layout: &Layout,
    editing: bool,
) {
    let digits = usize::from(layout.gutter - GAP);
    let here = editing && editor.cursor().at.line == line;
    let wrong = editor.mark.as_ref().is_some_and(|mark| mark.line == line);
    let role = match (wrong, here) {
        (true, _) => Role::Danger,
        (false, true) => Role::Text,
        (false, false) => Role::Muted,
    };
    let x = pen.text(0, row, &text::right(&(line + 1).to_string(), digits), look.style(role));
    if wrong {
        pen.text(x, row, if look.glyphs.ascii { "!" } else { look.glyphs.failed }, look.bold(Role::Danger));
    }
}

/// What stands below the text: what is looked for, or what is wrong.
fn footing(editor: &Editor, look: &Look<'_>) -> Option<Vec<Piece>> {
    if let Some(find) = &editor.find {
        let value = find.input.value();
        let at = value.char_indices().nth(find.input.cursor()).map_or(value.len(), |(byte, _)| byte);
        let under = value[at..].graphemes(true).next().unwrap_or(" ");
        let rest = value.get(at + under.len()..).unwrap_or_default();
        let style = look.style(Role::Text);
        let found = match editor.found() {
            _ if value.is_empty() => String::new(),
            (_, 0) => "  not there".to_owned(),
            (Some(here), count) => format!("  {} of {count}", here + 1),
            (None, count) => format!("  {count} places"),
        };
        return Some(vec![
            Piece::new("find ", look.style(Role::Muted)),
            Piece::new(&value[..at], style),
            Piece::new(under, style.add_modifier(Modifier::REVERSED)),
            Piece::new(rest, style),
            Piece::new(found, look.style(Role::Muted)),
        ]);
    }
    let Mark { line, column, words } = editor.mark.as_ref()?;
    let place = match column {
        Some(column) => format!("{}:{} ", line + 1, column + 1),
        None => format!("{} ", line + 1),
    };
    let mark = if look.glyphs.ascii { "! " } else { "✗ " };
    Some(vec![
        Piece::new(mark, look.bold(Role::Danger)),
        Piece::new(place, look.bold(Role::Danger)),
        Piece::new(text::printable(words), look.style(Role::Danger)),
    ])
}

/// What stands out in the text, found once a frame.
pub struct Marks {
    cursor: bool,
    brackets: Option<[(usize, usize); 2]>,
    found: Vec<(usize, Range<usize>)>,
}

impl Marks {
    /// What stands out while one writes; or nothing.
    pub fn of(editor: &Editor, editing: bool) -> Self {
        let pair = if editing { editor.brackets() } else { None };
        Self {
            cursor: editing,
            brackets: pair.map(|(one, other)| [(one.line, one.byte), (other.line, other.byte)]),
            found: editor.matches().into_iter().map(|(from, to)| (from.line, from.byte..to.byte)).collect(),
        }
    }
}

/// One line in pieces.
pub fn pieces(editor: &Editor, line: usize, look: &Look<'_>, marks: &Marks) -> Vec<Piece> {
    let content = editor.lines().get(line).map_or("", String::as_str);
    let selected = editor.selected_in(line).filter(|_| marks.cursor);
    let cursor = (marks.cursor && editor.cursor().at.line == line).then(|| editor.cursor().at.byte);
    let found: Vec<&Range<usize>> =
        marks.found.iter().filter(|(place, _)| *place == line).map(|(_, range)| range).collect();
    let mut colours = Colours { stretches: editor.colours(line), end: 0, look };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, style: Style| match pieces.last_mut() {
        Some(last) if last.style == style => last.text.push_str(text),
        _ => pieces.push(Piece::new(text, style)),
    };
    for (byte, grapheme) in content.grapheme_indices(true) {
        let mut style = colours.at(byte);
        if found.iter().any(|range| range.contains(&byte)) {
            style = style.add_modifier(Modifier::UNDERLINED);
        }
        if marks.brackets.is_some_and(|pair| pair.contains(&(line, byte))) {
            style = look.bold(Role::Accent).add_modifier(Modifier::UNDERLINED);
        }
        if selected.as_ref().is_some_and(|(range, _)| range.contains(&byte)) {
            style = style.patch(look.chosen());
        }
        if cursor == Some(byte) {
            style = with_cursor(style);
        }
        push(grapheme, style);
    }
    let plain = look.style(Role::Text);
    if cursor == Some(content.len()) {
        push(" ", with_cursor(plain));
    } else if selected.is_some_and(|(_, end)| end) {
        push(" ", plain.patch(look.chosen()));
    }
    pieces
}

/// Reversed; on what is reversed already, the other way round.
fn with_cursor(style: Style) -> Style {
    if style.add_modifier.contains(Modifier::REVERSED) {
        style.remove_modifier(Modifier::REVERSED).add_modifier(Modifier::UNDERLINED | Modifier::BOLD)
    } else {
        style.add_modifier(Modifier::REVERSED)
    }
}

/// The colours of a line, from its beginning to its end.
struct Colours<'a> {
    stretches: &'a [(crate::app::SyntaxRole, usize)],
    end: usize,
    look: &'a Look<'a>,
}

impl Colours<'_> {
    fn at(&mut self, byte: usize) -> Style {
        while let Some((role, bytes)) = self.stretches.first() {
            if byte < self.end + bytes {
                return self.look.style(highlight::role_of(*role));
            }
            self.end += bytes;
            self.stretches = &self.stretches[1..];
        }
        self.look.style(Role::Text)
    }
}

/// Draws a line from column `left` on; a mark at either edge says that it goes on there.
fn draw_shifted(pen: &mut Pen<'_>, look: &Look<'_>, pieces: &[Piece], (x, row): (u16, u16), left: usize) {
    let mut column = 0;
    let mut at = x;
    for piece in pieces {
        for grapheme in piece.text.graphemes(true) {
            if column >= left {
                at = pen.text(at, row, grapheme, piece.style);
            }
            column += text::width(grapheme);
        }
    }
    if left > 0 && column > 0 {
        pen.text(x, row, look.glyphs.more, look.style(Role::Accent));
    }
    if column.saturating_sub(left) > usize::from(pen.width().saturating_sub(x)) {
        pen.text(pen.width().saturating_sub(1), row, look.glyphs.more, look.style(Role::Accent));
    }
}
