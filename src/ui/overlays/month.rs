//! A month of a lab: how far it is; then what was played, the bill, how sure it is, and what it leans on.

use ratatui::layout::Rect;

use crate::app::{Extent, MonthView, Region, Role};
use crate::lab::month::{DAYS, MonthReport};
use crate::ui::figures;
use crate::ui::lesson::Row;
use crate::ui::look::Look;
use crate::ui::screens::home::draw_rows;
use crate::ui::stage::Stage;
use crate::ui::text::{self, Piece};
use crate::ui::widgets::{meter, more};

/// Steps of the bar while it works.
const METER: u16 = 24;
/// Columns of the view.
const WIDTH: u16 = 80;

pub(super) fn draw(stage: &mut Stage<'_>, view: &MonthView, body: Rect) {
    let look = stage.look;
    match view {
        MonthView::Working(job) => {
            let share = stage.app.jobs.progress(*job).unwrap_or(1.0);
            let inner = super::open(stage, "A month", "", body, (66, 4));
            let mut pen = stage.pen(inner);
            let x = meter::draw(&mut pen, &look, (0, 1), METER, share, Role::Money);
            pen.text(x + 2, 1, &figures::percent(share), look.style(Role::Text));
            let words = format!("Every request of {DAYS} days is played and priced; esc ends it.");
            pen.text(0, 3, &words, look.style(Role::Muted));
        }
        MonthView::Failed(problem) => {
            let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            let words = text::printable(&format!("{}{help}", problem.message));
            let inner = super::open(stage, "A month", "", body, (66, 4));
            let mut pen = stage.pen(inner);
            for (row, line) in text::wrap_plain(&words, usize::from(inner.width)).iter().enumerate() {
                pen.text(0, 1 + row as u16, line, look.style(Role::Danger));
            }
        }
        MonthView::Done(report) => {
            let room = usize::from(WIDTH.min(body.width.saturating_sub(2)).saturating_sub(6)).max(1);
            let rows = rows(report, &look, room);
            let prices = format!("{} {} prices of {}", report.bill.region, look.glyphs.dot, report.bill.prices_of);
            let inner = super::open(stage, "A month", &prices, body, (WIDTH, rows.len() as u16));
            let extent = Extent { content: rows.len(), view: inner.height };
            let scroll = stage.measured(Region::Overlay, extent);
            stage.drawn.hits.on_wheel(inner, Region::Overlay);
            draw_rows(stage, inner, &rows, scroll);
            more::draw(&mut stage.pen(inner), &look, scroll, extent);
        }
    }
}

fn rows(report: &MonthReport, look: &Look<'_>, room: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let say = |words: &str, role: Role, rows: &mut Vec<Row>| {
        let pieces = [Piece::new(text::printable(words), look.style(role))];
        rows.extend(text::wrap(&pieces, room, room).into_iter().map(Row::new));
    };
    for fact in report.facts() {
        say(&fact, Role::Text, &mut rows);
    }
    rows.push(Row::empty());
    rows.extend(bill(report, look, room));
    rows.push(Row::empty());
    for remark in report.remarks() {
        say(&remark.replace('≈', look.glyphs.about), Role::Text, &mut rows);
    }
    if !report.model_values.is_empty() {
        rows.push(Row::empty());
        say("Model values: nobody publishes these", Role::Warning, &mut rows);
        for value in &report.model_values {
            say(&format!("{}: {}", value.what, value.value), Role::Muted, &mut rows);
        }
    }
    rows
}

/// The lines of the bill: item, quantity, price, amount, and the total below.
fn bill(report: &MonthReport, look: &Look<'_>, room: usize) -> Vec<Row> {
    let line = |item: &str, quantity: &str, amount: &str, item_role: Role, bold: bool| {
        let (item_style, money) = if bold {
            (look.bold(item_role), look.bold(Role::Money))
        } else {
            (look.style(item_role), look.style(Role::Money))
        };
        let figures = text::width(quantity) + 2 + text::width(amount).max(12);
        let item = text::cut(item, room.saturating_sub(figures + 2), look.glyphs.more);
        Row::new(vec![Piece::new(item, item_style)]).with_right(
            vec![
                Piece::new(format!("{quantity}  "), look.style(Role::Muted)),
                Piece::new(text::right(amount, text::width(amount).max(12)), money),
            ],
            room,
        )
    };
    let priced = |item: &crate::billing::Line| {
        let unit = if item.item.eq_ignore_ascii_case(&item.unit) { String::new() } else { format!(" {}", item.unit) };
        let quantity = format!("{}{unit}", figures::decimal(&item.quantity, 0));
        line(&item.item, &quantity, &figures::money_short(item.amount), Role::Text, false)
    };
    let mut rows: Vec<Row> = report.bill.lines.iter().map(priced).collect();
    let rule = look.glyphs.rule.repeat(room);
    rows.push(Row::new(vec![Piece::new(rule, look.style(Role::Rule))]));
    rows.push(line(&format!("{DAYS} days"), "", &figures::money_short(report.bill.total), Role::Strong, true));
    rows
}
