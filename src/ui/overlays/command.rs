//! The command line: on the footer, with what the word could become above it, and what was wrong with the line.

use ratatui::layout::Rect;

use crate::app::{Action, CommandLine, Msg, Role};
use crate::ui::cards::input;
use crate::ui::pen::Pen;
use crate::ui::stage::Stage;
use crate::ui::text;

/// Proposals on the screen at once.
const ROWS: usize = 8;

pub(super) fn draw(stage: &mut Stage<'_>, line: &CommandLine, body: Rect, footer: Rect) {
    stage.drawn.hits.on_click(body, Msg::Do(Action::Close));
    draw_line(stage, line, footer);
    if line.problem.is_some() {
        draw_problem(stage, line, Rect { y: footer.y.saturating_sub(1), ..footer });
    }
    draw_proposals(stage, line, body);
}

fn draw_line(stage: &mut Stage<'_>, line: &CommandLine, footer: Rect) {
    let look = stage.look;
    let mut pen = Pen::new(stage.buffer, footer);
    let width = pen.width();
    let style = look.theme.on(Role::Strong, Role::Bar);
    pen.fill(0, 0, width, 1, style);
    pen.text(1, 0, ":", look.bold(Role::Accent));
    let columns = usize::from(width.saturating_sub(3));
    let field = input(line.input.value(), line.input.visual_cursor(), columns, true, style, look.glyphs.more);
    pen.pieces(2, 0, &field);
}

/// What is wrong, below where it is wrong.
fn draw_problem(stage: &mut Stage<'_>, line: &CommandLine, above: Rect) {
    let look = stage.look;
    let Some(problem) = &line.problem else { return };
    let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    let words = format!("{}{help}", problem.message);
    let mut pen = Pen::new(stage.buffer, above);
    let width = usize::from(pen.width());
    let typed = line.input.value();
    let before = typed.get(..problem.span.start.min(typed.len())).unwrap_or(typed);
    let at = (text::width(before) + 3).min(width.saturating_sub(text::width(&words) + 4)).max(1);
    let shown = text::cut_at_word(&text::printable(&words), width.saturating_sub(at + 4), look.glyphs.more);
    let x = pen.text(at as u16 - 1, 0, &format!(" {} ", look.glyphs.down), look.bold(Role::Danger));
    pen.text(x, 0, &format!("{shown} "), look.style(Role::Danger));
}

fn draw_proposals(stage: &mut Stage<'_>, line: &CommandLine, body: Rect) {
    let look = stage.look;
    if line.proposals.is_empty() {
        return;
    }
    let rows = line.proposals.len().min(ROWS).min(usize::from(body.height));
    let chosen = line.chosen.unwrap_or(0);
    let first = chosen.saturating_sub(rows - 1).min(line.proposals.len() - rows);
    let words = line.proposals.iter().map(|proposal| text::width(&proposal.word)).max().unwrap_or(0);
    let meanings = line.proposals.iter().map(|proposal| text::width(&proposal.meaning)).max().unwrap_or(0);
    let width = ((words + meanings + 6) as u16).clamp(24, body.width.saturating_sub(2).max(24));
    let area = Rect { x: body.x + 1, y: body.bottom() - rows as u16, width, height: rows as u16 }.intersection(body);
    let mut pen = Pen::new(stage.buffer, area);
    pen.fill(0, 0, width, rows as u16, look.theme.on(Role::Text, Role::Panel));
    for (row, proposal) in line.proposals.iter().enumerate().skip(first).take(rows) {
        let y = (row - first) as u16;
        let is_chosen = line.chosen == Some(row);
        let style = if is_chosen { look.bold(Role::Strong) } else { look.style(Role::Text) };
        let mark = if is_chosen { look.glyphs.chosen } else { " " };
        if is_chosen {
            pen.tint(0, y, width, 1, look.chosen());
        }
        pen.text(0, y, mark, look.bold(Role::Accent));
        pen.text(2, y, &proposal.word, style);
        let room = usize::from(width).saturating_sub(words + 6);
        pen.text(
            words as u16 + 4,
            y,
            &text::cut_at_word(&proposal.meaning, room, look.glyphs.more),
            look.style(Role::Muted),
        );
        stage.drawn.hits.on_click(Rect { y: area.y + y, height: 1, ..area }, Msg::Complete(row));
    }
}
