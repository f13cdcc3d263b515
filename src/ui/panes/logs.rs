//! What the functions wrote, newest at the bottom, in CloudWatch's own words, with the long parts made short.
//!
//! ```text
//! INIT_START Runtime Version: nodejs:22.v41
//! START RequestId: 6f1c…e2 Version: $LATEST
//! END RequestId: 6f1c…e2
//! REPORT  Duration   12.40 ms  Billed  2813 ms  Init 2800.11 ms
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{log_words, look};
use crate::app::{Extent, Pane, PaneContext, PaneTitle, Role};
use crate::lab::{LogKind, LogLine};
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text::{self, Piece};
use crate::ui::widgets::more;

/// The log lines.
pub struct Logs;

impl Pane for Logs {
    fn name(&self) -> &'static str {
        "logs"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        let right = match &context.bench.logs_of {
            Some(function) => format!("only {function}"),
            None => String::new(),
        };
        PaneTitle { left: "Logs".to_owned(), right }
    }

    fn wanted_height(&self, _context: &PaneContext<'_>, _width: u16) -> u16 {
        6
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let look = look(context);
        let mut pen = Pen::new(buffer, area);
        let wanted = context.bench.logs_of.as_deref();
        let lines: Vec<&LogLine> =
            context.snapshot.logs.iter().filter(|line| wanted.is_none_or(|wanted| line.function == wanted)).collect();
        let extent = Extent { content: lines.len(), view: pen.height() };
        if lines.is_empty() {
            pen.text(0, u16::from(pen.height() > 2), "no line yet", look.style(Role::Muted));
            return extent;
        }
        // Scrolled from the end: the newest line is where one looks.
        let back = context.scroll.min(extent.scroll_max());
        let end = lines.len() - back;
        let start = end.saturating_sub(usize::from(pen.height()));
        let named = context.snapshot.functions.len() > 1 && wanted.is_none();
        let room = usize::from(pen.width()).saturating_sub(if named { NAME + 1 } else { 0 });
        for (row, line) in lines[start..end].iter().enumerate() {
            let mut pieces = pieces(line, room, &look);
            if named {
                pieces.insert(
                    0,
                    Piece::new(
                        format!("{} ", text::left(text::fitting(&line.function, NAME), NAME)),
                        look.style(Role::Muted),
                    ),
                );
            }
            draw_line(&mut pen, &look, row as u16, &pieces);
        }
        more::draw(&mut pen, &look, extent.scroll_max() - back, extent);
        extent
    }
}

/// Columns for whose line it is, where there are several functions.
const NAME: usize = 10;

/// A line and, where it goes on beyond the edge, the mark that says so.
fn draw_line(pen: &mut Pen<'_>, look: &Look<'_>, y: u16, pieces: &[Piece]) {
    pen.pieces(0, y, pieces);
    if text::pieces_width(pieces) > usize::from(pen.width()) {
        pen.text(pen.width().saturating_sub(1), y, look.glyphs.more, look.style(Role::Accent));
    }
}

/// A line of a log in so many columns.
pub(super) fn pieces(line: &LogLine, width: usize, look: &Look<'_>) -> Vec<Piece> {
    if line.text.starts_with('{')
        && text::width(&line.text) > width
        && let Some(words) = log_words::in_words(&line.text)
    {
        return in_text(&LogLine { text: words, ..line.clone() }, width, look);
    }
    in_text(line, width, look)
}

fn in_text(line: &LogLine, width: usize, look: &Look<'_>) -> Vec<Piece> {
    let role = match line.kind {
        LogKind::InitStart | LogKind::InitReport | LogKind::RestoreStart | LogKind::RestoreReport | LogKind::Event => {
            Role::Starting
        }
        LogKind::Start | LogKind::End | LogKind::Xray => Role::Muted,
        LogKind::Print => Role::Text,
        LogKind::Error => Role::Danger,
        LogKind::Throttle => Role::Throttled,
        LogKind::Report => return report(&line.text, width, look),
    };
    let whole = as_written(&line.text);
    let missing = if line.kind == LogKind::End { VERSION_ROOM } else { 0 };
    if line.kind != LogKind::Print && text::width(&whole) + missing <= width {
        return vec![Piece::new(whole, look.style(role))];
    }
    // Behind the tab of an INIT_START line is an ARN as long as most panes are wide.
    let shown = match line.kind {
        LogKind::InitStart => line.text.split('\t').next().unwrap_or_default(),
        // Time, request and level stand before the tab; the words are what one looks for.
        LogKind::Print => line.text.rsplit('\t').next().unwrap_or_default(),
        _ => &line.text,
    };
    vec![Piece::new(as_written(&short_ids(shown, look)), look.style(role))]
}

/// The line as CloudWatch has it, its tabs as two spaces.
fn as_written(line: &str) -> String {
    text::printable(&line.replace(['\t', '\n'], "  "))
}

/// Columns that a START line is longer than its END line, so that both show their id alike.
const VERSION_ROOM: usize = 19;
/// Columns of `  Init Duration: 12345.67 ms`: a line without one is laid out as if it had one, so that all look alike.
const INIT_ROOM: usize = 28;

/// A field of a REPORT line: its name in the log, its name here, the columns of its figures.
const FIELDS: [(&str, &str, usize); 6] = [
    ("Duration", "", 11),
    ("Billed Duration", "billed", 9),
    ("Init Duration", "init", 11),
    ("Max Memory Used", "used", 6),
    ("Memory Size", "of", 6),
    ("Status", "status", 7),
];

/// The line as it is written, where there is room; else `REPORT` with its figures below each other from line to line.
fn report(line: &str, width: usize, look: &Look<'_>) -> Vec<Piece> {
    let missing = if line.contains("Init Duration: ") { 0 } else { INIT_ROOM };
    let whole = as_written(line);
    if text::width(&whole) + missing <= width {
        return vec![Piece::new(whole, look.style(Role::Text))];
    }
    let layout = Layout::of(width);
    let word = line.split(' ').next().unwrap_or_default();
    let mut pieces = Vec::new();
    if layout.named {
        pieces.push(Piece::new(text::left(word, WORD), look.bold(Role::Text)));
    }
    let fields: Vec<(&str, &str)> = line.split('\t').filter_map(|field| field.trim().split_once(": ")).collect();
    let mut used = text::pieces_width(&pieces);
    for (name, label, columns) in FIELDS {
        // What a start took is what one reads these lines for: rather than it, the billed time goes, and all that counts less.
        if !layout.billed && !matches!(name, "Duration" | "Init Duration") {
            continue;
        }
        let value = fields.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        let gap = if used == 0 { 0 } else { layout.gap };
        let wanted = gap + field_width(label, columns);
        // What does not fit as a whole stays away, and all that counts less with it; figures cut in half would be lies.
        if used + wanted > width {
            break;
        }
        if value.is_empty() && name != "Init Duration" {
            continue;
        }
        used += wanted;
        let label = if value.is_empty() { " ".repeat(label.len()) } else { label.to_owned() };
        let space = if label.is_empty() { "" } else { " " };
        pieces.push(Piece::new(format!("{}{label}{space}", " ".repeat(gap)), look.style(Role::Muted)));
        pieces.push(Piece::new(text::right(value, columns), field_style(name, look)));
    }
    pieces
}

/// Columns of `REPORT`.
const WORD: usize = 6;

/// How the figures of REPORT lines share a width; it is the same for all of them, so that they stand below each other.
struct Layout {
    /// Columns between two of them.
    gap: usize,
    /// Whether the word stands before them.
    named: bool,
    /// Whether the billed time has room beside Duration and Init Duration.
    billed: bool,
}

impl Layout {
    fn of(width: usize) -> Self {
        let figures: usize = FIELDS[..3].iter().map(|(_, label, columns)| field_width(label, *columns)).sum();
        let fits = |gap: usize, named: bool| {
            let word = if named { WORD + gap } else { 0 };
            word + figures + 2 * gap <= width
        };
        let layout = |gap, named| Self { gap, named, billed: true };
        if fits(2, true) {
            layout(2, true)
        } else if fits(1, true) {
            layout(1, true)
        } else if fits(1, false) {
            layout(1, false)
        } else {
            Self { gap: 2, named: true, billed: false }
        }
    }
}

/// Columns of a field with its label.
fn field_width(label: &str, columns: usize) -> usize {
    if label.is_empty() { columns } else { label.len() + 1 + columns }
}

fn field_style(name: &str, look: &Look<'_>) -> Style {
    match name {
        "Init Duration" => look.style(Role::Starting),
        "Billed Duration" => look.style(Role::Money),
        "Status" => look.style(Role::Danger),
        _ => look.style(Role::Text),
    }
}

/// Request ids are 36 characters that nobody reads: `6f1c…e2` is enough to tell two apart.
fn short_ids(line: &str, look: &Look<'_>) -> String {
    line.split(' ').map(|word| short_id(word, look)).collect::<Vec<_>>().join(" ")
}

fn short_id(word: &str, look: &Look<'_>) -> String {
    let is_id = word.len() >= 36
        && word.is_char_boundary(36)
        && word[..36].bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    if is_id { format!("{}{}{}{}", &word[..4], look.glyphs.more, &word[34..36], &word[36..]) } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Depth, Glyphs, Theme};

    #[test]
    fn ids_become_short_and_reports_line_up() {
        let theme = Theme::dark(Depth::True);
        let look = Look { theme: &theme, glyphs: &Glyphs::UNICODE };
        let line = "END RequestId: 6f1c0a3e-9d4b-4c1f-8a70-2b7c1f0de5e2";
        assert_eq!(short_ids(line, &look), "END RequestId: 6f1c…e2");
        let text = "REPORT RequestId: 6f1c0a3e-9d4b-4c1f-8a70-2b7c1f0de5e2\tDuration: 12.40 ms\tBilled Duration: 2813 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 2800.11 ms";
        let shown: String = report(text, 58, &look).iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(shown, "REPORT     12.40 ms  billed   2813 ms  init  2800.11 ms");
        let at = |width| -> String { report(text, width, &look).iter().map(|piece| piece.text.as_str()).collect() };
        assert_eq!(at(53), "REPORT    12.40 ms billed   2813 ms init  2800.11 ms");
        assert_eq!(at(49), "   12.40 ms billed   2813 ms init  2800.11 ms");
        assert_eq!(at(40), "REPORT     12.40 ms  init  2800.11 ms");
        let wide: String = report(text, 200, &look).iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(wide, text.replace('\t', "  "));
    }
}
