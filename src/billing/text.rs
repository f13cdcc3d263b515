//! An invoice for people: figures at the right, the reason of each beside it.

use std::fmt::Write as _;

use super::pricing::grouped;
use super::{Invoice, Line};
use crate::catalog::Certainty;

impl Invoice {
    /// The invoice as plain text, its columns aligned, its sources below.
    pub fn to_text(&self) -> String {
        let mut text =
            format!("Bill · {} · prices of {} · free tier: {}\n\n", self.region, self.prices_of, self.free_tier);
        if self.lines.is_empty() {
            text.push_str("  Nothing was used that has a price.\n");
            return text;
        }
        let rows: Vec<Row> = self.rows();
        let width = |column: fn(&Row) -> &str| rows.iter().map(|row| column(row).chars().count()).max().unwrap_or(0);
        let (what, quantity) = (width(|row| &row.what), width(|row| &row.quantity));
        let (unit, price, amount) = (width(|row| &row.unit), width(|row| &row.price), width(|row| &row.amount));
        for row in &rows {
            let line = format!(
                "  {:what$}  {:>quantity$} {:unit$}  {:price$}  {:>amount$}",
                row.what, row.quantity, row.unit, row.price, row.amount
            );
            let _ = writeln!(text, "{}", line.trim_end());
            if !row.note.is_empty() {
                let _ = writeln!(text, "      {}", row.note);
            }
        }
        text.push_str(&self.sources_text());
        text
    }

    /// Whether no other provider's meter is on it.
    fn is_of_aws(&self) -> bool {
        let others = ["gcp", "gcp_1st", "azure", "azure_flex"];
        !self.lines.iter().any(|line| others.contains(&line.service.as_str()))
    }

    /// Lines, what is part of them, and the total.
    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (place, line) in self.lines.iter().enumerate() {
            rows.push(Row::charge(line));
            let is_last_of_meter = self.lines.get(place + 1).is_none_or(|next| next.meter != line.meter);
            let parts = self.information.iter().filter(|part| part.meter.priced_as() == line.meter);
            rows.extend(parts.filter(|_| is_last_of_meter).map(Row::part));
        }
        let rounded = grouped(&self.total_of_rounded_lines().rounded(2));
        rows.push(Row {
            what: "Total".to_owned(),
            amount: point_aligned(&self.total.exact()),
            note: format!(
                "${rounded} with each line rounded to cents{}",
                if self.is_of_aws() { ", as AWS prints it" } else { "" }
            ),
            ..Row::default()
        });
        align_points(&mut rows);
        rows
    }

    /// Each source once, with its date and how sure it is.
    fn sources_text(&self) -> String {
        let mut text = String::from("\nSources\n");
        let mut seen: Vec<&str> = Vec::new();
        for line in &self.lines {
            if seen.contains(&line.source.as_str()) {
                continue;
            }
            seen.push(&line.source);
            let _ = writeln!(text, "  {} ({}, {})", line.source, line.date, line.certainty.label());
        }
        text
    }
}

/// The cells of a line.
#[derive(Default)]
struct Row {
    what: String,
    quantity: String,
    unit: String,
    price: String,
    amount: String,
    note: String,
}

impl Row {
    fn charge(line: &Line) -> Self {
        let model = if line.certainty == Certainty::Model { " (model value)" } else { "" };
        Self {
            what: format!("{} · {}", line.service, line.item),
            quantity: grouped(&short_quantity(&line.quantity)),
            unit: line.unit.clone(),
            price: format!("× ${}{}{model}", line.price, per(&line.per)),
            amount: point_aligned(&line.amount.exact()),
            note: line.note.clone().unwrap_or_default(),
        }
    }

    /// A share of the line above: shown, not added, hence without an amount in the column of amounts.
    fn part(line: &Line) -> Self {
        let share = format!("(${} in the line above)", grouped(&line.amount.exact()));
        Self { what: format!("    {}", line.item), price: share, amount: String::new(), ..Self::charge(line) }
    }
}

/// ` per 1,000,000`, and nothing for one.
fn per(per: &str) -> String {
    if per == "1" { String::new() } else { format!(" / {}", grouped(per)) }
}

/// Quantities whose decimals never end are cut at six; the JSON has all of them.
fn short_quantity(quantity: &str) -> String {
    match quantity.split_once('.') {
        Some((whole, fraction)) if fraction.len() > 13 => format!("{whole}.{}…", &fraction[..6]),
        _ => quantity.to_owned(),
    }
}

/// At least cents, so that the points stand under each other.
fn point_aligned(exact: &str) -> String {
    let decimals = exact.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let text = grouped(exact);
    match decimals {
        0 => format!("${text}.00"),
        1 => format!("${text}0"),
        _ => format!("${text}"),
    }
}

/// Pads amounts behind the point until all points stand in one column.
fn align_points(rows: &mut [Row]) {
    let behind = |amount: &str| amount.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let most = rows.iter().map(|row| behind(&row.amount)).max().unwrap_or(0);
    for row in rows.iter_mut().filter(|row| !row.amount.is_empty()) {
        let padding = most - behind(&row.amount);
        row.amount.push_str(&" ".repeat(padding));
    }
}
