//! What it costs so far, and why: quantity, price, amount, each figure below the one it is compared with.
//!
//! ```text
//! Requests                 40  $0.20 per million  $0.00000800
//! Duration          4.41 GB-s  $0.0000166667      $0.00007350
//!   of it INIT      2.95 GB-s  the same           $0.00004908
//! ───────────────────────────────────────────────────────────
//! Total              ≈ $3.10 a month like this    $0.00008150
//! ```
//!
//! With a rented server beside the lab, the total is Lambda's, and the server stands below it; the cheaper one is marked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look;
use crate::app::{Extent, Pane, PaneContext, PaneTitle, Role};
use crate::billing::{FreeTier, Invoice, Line};
use crate::catalog::Certainty;
use crate::lab::{ServerView, Snapshot};
use crate::ui::figures;
use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::ui::widgets::rule;
use crate::units::Money;

/// The itemised bill.
pub struct Bill;

impl Pane for Bill {
    fn name(&self) -> &'static str {
        "bill"
    }

    fn title(&self, context: &PaneContext<'_>) -> PaneTitle {
        let invoice = &context.snapshot.invoice;
        let free = match invoice.free_tier {
            FreeTier::None => String::new(),
            free => format!("free tier: {free}"),
        };
        let right = look(context).joined(&[free, invoice.region.clone(), invoice.prices_of.clone()]);
        PaneTitle { left: "Bill".to_owned(), right }
    }

    fn wanted_height(&self, context: &PaneContext<'_>, _width: u16) -> u16 {
        let lines = rows(&context.snapshot.invoice, look(context)).len();
        // The lines of a run that has just begun: the pane does not grow under the reader's eyes.
        (lines.max(3) + context.snapshot.servers.len()) as u16 + 4
    }

    fn draw(&self, context: &PaneContext<'_>, area: Rect, buffer: &mut Buffer) -> Extent {
        let look = look(context);
        let mut pen = Pen::new(buffer, area);
        let height = pen.height();
        let invoice = &context.snapshot.invoice;
        let servers: Vec<Row> =
            context.snapshot.servers.iter().map(|server| server_row(server, context.snapshot, &look)).collect();
        if invoice.is_empty() && servers.is_empty() {
            pen.text(0, u16::from(height > 2), "nothing used that has a price", look.style(Role::Muted));
            return Extent { content: usize::from(height), view: height };
        }
        let rows = rows(invoice, look);
        // The total is what one looks for: it keeps its place, the lines scroll above it.
        let sums = 1 + servers.len() as u16;
        let foot = if height > sums + 2 { sums + 1 } else { sums };
        // A row to spare stands below, so that the pane below does not touch the total; the next one above.
        let top = u16::from(height > rows.len() as u16 + foot + 1);
        let view = height.saturating_sub(foot + top);
        let extent = Extent { content: rows.len(), view };
        let scroll = context.scroll.min(extent.scroll_max());
        let widths = Widths::new(&rows.iter().chain(&servers), invoice, pen.width());
        for (place, row) in rows.iter().skip(scroll).take(usize::from(view)).enumerate() {
            draw_row(&mut pen, &look, row, &widths, top + place as u16);
        }
        let total = (top + (extent.content as u16).min(view) + foot - sums).min(height.saturating_sub(sums));
        if foot > sums {
            let width = pen.width();
            rule::plain(&mut pen, &look, 0, width, total.saturating_sub(1));
        }
        // On the rule, because at the end of a row they would hide a digit of an amount.
        if foot > sums {
            let (y, right) = (total.saturating_sub(1), pen.width());
            if scroll > 0 {
                pen.text(right.saturating_sub(2), y, look.glyphs.up, look.style(Role::Accent));
            }
            if scroll < extent.scroll_max() {
                pen.text(right.saturating_sub(1), y, look.glyphs.down, look.style(Role::Accent));
            }
        }
        draw_total(&mut pen, &look, context.snapshot, invoice, total);
        for (place, (row, server)) in servers.iter().zip(&context.snapshot.servers).enumerate() {
            let y = total + 1 + place as u16;
            draw_row(&mut pen, &look, row, &widths, y);
            if is_cheapest(server.cost, context.snapshot) {
                let after = text::width(&text::cut(&row.item, widths.item, look.glyphs.more)) as u16 + 2;
                let room = usize::from(pen.width()).saturating_sub(usize::from(after) + widths.figures() + 1);
                if room >= CHEAPER.len() {
                    pen.text(after, y, CHEAPER, look.bold(Role::Ok));
                }
            }
        }
        extent
    }
}

/// What stands beside the amount that wins.
const CHEAPER: &str = "cheaper";

/// Whether nobody who does the same work costs as little. Without a server there is nothing to compare with.
fn is_cheapest(cost: Money, snapshot: &Snapshot) -> bool {
    let servers = snapshot.servers.iter().map(|server| server.cost);
    let all: Vec<Money> = servers.chain([snapshot.invoice.total]).collect();
    all.len() > 1 && all.iter().all(|other| cost <= *other) && all.iter().any(|other| cost < *other)
}

/// `t3.medium, rented   24 h × $0.0416  an hour   $0.9984`
fn server_row(server: &ServerView, snapshot: &Snapshot, look: &Look<'_>) -> Row {
    let hours = snapshot.now.as_micros() as f64 / 3_600e6;
    let count = if server.count == 1 { String::new() } else { format!("{} x ", server.count) };
    Row {
        item: format!("{count}{}, rented", server.instance),
        quantity: format!(
            "{} h {} {}",
            figures::decimal(&format!("{hours:.2}"), 2),
            look.glyphs.times,
            figures::money_short(server.hourly)
        ),
        price: "an hour".to_owned(),
        amount: figures::money(server.cost),
        is_part: false,
    }
}

/// One row before it is laid out.
struct Row {
    item: String,
    quantity: String,
    price: String,
    amount: String,
    /// A share of the row above, not added to the total.
    is_part: bool,
}

fn rows(invoice: &Invoice, look: Look<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in &invoice.lines {
        rows.push(row(line, &look));
        let parts = invoice.information.iter().filter(|part| part.meter.priced_as() == line.meter);
        rows.extend(parts.map(|part| Row {
            item: format!("  {}", part.item),
            price: "the same".to_owned(),
            is_part: true,
            ..row(part, &look)
        }));
    }
    rows
}

fn row(line: &Line, look: &Look<'_>) -> Row {
    let model =
        if line.certainty == Certainty::Model { format!(" {} model value", look.glyphs.dot) } else { String::new() };
    let quantity = figures::decimal(&line.quantity, 2);
    // `Requests   40 requests` says it twice.
    let unit = if line.item.eq_ignore_ascii_case(&line.unit) { String::new() } else { format!(" {}", line.unit) };
    Row {
        item: format!("{}{model}", line.item),
        quantity: format!("{quantity}{unit}"),
        price: price(line),
        amount: figures::money(line.amount),
        is_part: false,
    }
}

/// `$0.20 per million`, `$0.0000166667`.
fn price(line: &Line) -> String {
    let per = match line.per.as_str() {
        "1" | "" => String::new(),
        "1000" => " per thousand".to_owned(),
        "1000000" => " per million".to_owned(),
        per => format!(" per {}", figures::decimal(per, 0)),
    };
    format!("${}{per}", line.price)
}

/// Columns of the table. The price is what a narrow pane can do without.
struct Widths {
    item: usize,
    quantity: usize,
    price: Option<usize>,
    amount: usize,
}

impl Widths {
    fn new<'a>(rows: &(impl Iterator<Item = &'a Row> + Clone), invoice: &Invoice, width: u16) -> Self {
        let widest = |column: fn(&Row) -> &str| rows.clone().map(|row| text::width(column(row))).max().unwrap_or(0);
        let amount = widest(|row| &row.amount).max(text::width(&figures::money(invoice.total))).max(11);
        let (item, quantity, price) = (widest(|row| &row.item), widest(|row| &row.quantity), widest(|row| &row.price));
        let width = usize::from(width);
        let with_price = item + quantity + price + amount + 2 + 2 + 2;
        if with_price <= width {
            // What is left over goes between the item and its figures.
            return Self { item: item + (width - with_price), quantity, price: Some(price), amount };
        }
        let item = width.saturating_sub(quantity + amount + 4).max(4);
        Self { item, quantity, price: None, amount }
    }

    /// Columns of everything behind the item.
    fn figures(&self) -> usize {
        self.quantity + 2 + self.price.map_or(0, |price| price + 2) + self.amount + 2
    }
}

fn draw_row(pen: &mut Pen<'_>, look: &Look<'_>, row: &Row, widths: &Widths, y: u16) {
    let ink = look.style(if row.is_part { Role::Muted } else { Role::Text });
    let item = text::left(&text::cut(&row.item, widths.item, look.glyphs.more), widths.item);
    let x = pen.text(0, y, &item, ink);
    let x = pen.text(x + 2, y, &text::right(&row.quantity, widths.quantity), ink);
    if widths.price.is_some() {
        pen.text(x + 2, y, &row.price, look.style(Role::Muted));
    }
    let money = look.style(if row.is_part { Role::Muted } else { Role::Money });
    pen.right(pen.width(), y, &text::right(&row.amount, widths.amount), money);
}

fn draw_total(pen: &mut Pen<'_>, look: &Look<'_>, snapshot: &Snapshot, invoice: &Invoice, y: u16) {
    let name = if snapshot.servers.is_empty() { "Total" } else { "Lambda in all" };
    let mut start = pen.text(0, y, name, look.bold(Role::Strong));
    if is_cheapest(invoice.total, snapshot) {
        start = pen.text(start + 2, y, CHEAPER, look.bold(Role::Ok));
    }
    let end = pen.right(pen.width(), y, &figures::money(invoice.total), look.bold(Role::Money));
    if let Some(month) = snapshot.month {
        let month = format!("{} {} a month like this", look.glyphs.about, figures::money_short(month));
        let room = usize::from(end.saturating_sub(start + 2));
        if text::width(&month) + 2 <= room {
            pen.right(end.saturating_sub(3), y, &month, look.style(Role::Muted));
        }
    }
}
