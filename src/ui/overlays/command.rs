//! The command line: on the footer, with what the word could become above it, and what was wrong with the line.

use ratatui::layout::Rect;

use crate::app::{Action, CommandLine, Msg, Role};
use crate::ui::cards::input;
use crate::ui::pen::Pen;
use crate::ui::stage::Stage;
use crate::ui::text;

/// Proposals on the screen at once.
const ROWS: usize = 8;
/// Rows for what is wrong.
const PROBLEM_ROWS: usize = 3;

pub(super) fn draw(stage: &mut Stage<'_>, line: &CommandLine, body: Rect, footer: Rect) {
    stage.drawn.hits.on_click(body, Msg::Do(Action::Close));
    draw_line(stage, line, footer);
    let covered = draw_problem(stage, line, footer);
    draw_proposals(stage, line, Rect { height: body.height.saturating_sub(covered), ..body });
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

/// What is wrong, above where it is wrong; returns the rows it takes from the body.
fn draw_problem(stage: &mut Stage<'_>, line: &CommandLine, footer: Rect) -> u16 {
    let look = stage.look;
    let Some(problem) = &line.problem else { return 0 };
    let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    let words = text::printable(&format!("{}{help}", problem.message));
    let width = usize::from(footer.width);
    let lines = problem_lines(&words, width.saturating_sub(5), look.glyphs.more);
    let longest = lines.iter().map(|line| text::width(line)).max().unwrap_or(0);
    let typed = line.input.value();
    let before = typed.get(..problem.span.start.min(typed.len())).unwrap_or(typed);
    let at = (text::width(before) + 3).min(width.saturating_sub(longest + 4)).max(1) as u16 - 1;
    // The last line stands on the footer's rule, right over the word; those before it cover the body.
    let over = (lines.len() as u16 - 1).min(footer.y.saturating_sub(1));
    let area = Rect { y: footer.y.saturating_sub(1 + over), height: over + 1, ..footer };
    let mut pen = Pen::new(stage.buffer, area);
    let ground = look.theme.on(Role::Danger, Role::Panel);
    pen.fill(0, 0, area.width, over, ground);
    for (y, shown) in lines.iter().enumerate() {
        let y = y as u16;
        if y < over {
            pen.text(at + 3, y, shown, ground);
        } else {
            let x = pen.text(at, y, &format!(" {} ", look.glyphs.down), look.bold(Role::Danger));
            pen.text(x, y, &format!("{shown} "), look.style(Role::Danger));
        }
    }
    over
}

/// The words in as few lines as hold them, and no more than there are rows for.
fn problem_lines(words: &str, columns: usize, mark: &str) -> Vec<String> {
    let mut lines = text::wrap_plain(words, columns);
    if lines.len() > PROBLEM_ROWS {
        let rest = lines.split_off(PROBLEM_ROWS - 1).join(" ");
        lines.push(text::cut_at_word(&rest, columns, mark));
    }
    lines
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
