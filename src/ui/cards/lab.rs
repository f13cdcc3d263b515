//! A lab: what it is called, whether it stands beside the page, the keys it brings and the settings it lets one change.

use std::sync::Arc;

use ratatui::style::{Modifier, Style};

use super::{CardContext, spaced};
use crate::app::keymap::{self, Action};
use crate::app::{Bench, Msg, Role};
use crate::course::LabCard;
use crate::ui::lesson::{Row, card};
use crate::ui::text::{self, Piece};
use crate::ui::widgets::keys::KeyHint;

pub(super) fn rows(lab: &LabCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let bench = context.study.benches.get(&lab.id);
    let shown = context.study.shown.as_deref() == Some(lab.id.as_str());
    let aside = match bench {
        Some(bench) if shown && bench.has_ended() => "over",
        Some(_) if shown => "",
        _ => "waits",
    };
    let inner = match bench.filter(|_| shown) {
        Some(bench) => spaced([actions(context), controls(bench, context)]),
        None => Vec::new(),
    };
    let title =
        bench.map_or(&lab.title, |bench| if bench.spec.title.is_empty() { &lab.title } else { &bench.spec.title });
    let title = Piece::new(format!("Lab  {title}"), context.style(Role::Strong));
    card(title, aside, inner, &context.reading, context.width)
}

/// The lab's own keys; while a prediction waits they are locked, and the card says what for.
fn actions(context: &CardContext<'_, '_>) -> Vec<Row> {
    if context.app.locked_by().is_some() {
        return context.paragraph("Make your prediction first: then the lab runs.", context.style(Role::Muted));
    }
    // What lies over the page takes the keys for a while, not the rows: the page does not jump.
    let rows: Vec<_> = keymap::below(context.app)
        .into_iter()
        .filter(|row| matches!(row.action, Action::LabAction(_) | Action::Invoke))
        .collect();
    let mut rows = context.hints(&KeyHint::from_rows(&rows, context.reading.glyphs));
    if context.app.overlay.is_some() {
        let pieces = rows.iter_mut().flat_map(|row| &mut row.pieces);
        pieces.for_each(|piece| piece.style = context.style(Role::Muted));
    }
    rows
}

/// Each setting with its values, the chosen one marked by more than colour.
fn controls(bench: &Bench, context: &CardContext<'_, '_>) -> Vec<Row> {
    let keys = keymap::below(context.app);
    let label_width = bench.controls.iter().map(|control| text::width(&control.label)).max().unwrap_or(0);
    let mut rows = Vec::new();
    for (place, control) in bench.controls.iter().enumerate() {
        let key = keys.iter().find(|row| row.action == Action::Control(place, 1)).and_then(|row| row.keys.first());
        let key = key.map_or_else(
            || " ".to_owned(),
            |key| if context.reading.glyphs.ascii { format!("{key:#}") } else { key.to_string() },
        );
        let target = Arc::new(Msg::Do(Action::Control(place, 1)));
        let lead = vec![
            Piece::new(format!("{key} "), context.style(Role::Accent)).leading_to(&target),
            Piece::new(format!("{}  ", text::left(&control.label, label_width)), context.style(Role::Muted))
                .leading_to(&target),
        ];
        rows.extend(values(lead, &control.values, &control.value, context));
    }
    rows
}

fn values(lead: Vec<Piece>, values: &[String], chosen: &str, context: &CardContext<'_, '_>) -> Vec<Row> {
    let indent = text::pieces_width(&lead);
    let mut rows = vec![Row::new(lead)];
    // A value that is none of the steps was set by command.
    let other = values.iter().all(|value| value != chosen).then_some(chosen);
    for value in values.iter().map(String::as_str).chain(other) {
        let is_chosen = value == chosen;
        let words = format!(" {} ", if value.is_empty() { "none" } else { value });
        let style = if is_chosen {
            context.reading.theme.on(Role::Strong, Role::Selection).add_modifier(Modifier::BOLD)
        } else {
            context.style(Role::Muted)
        };
        if rows.last().is_some_and(|row| row.width() + text::width(&words) > context.inside()) {
            rows.push(Row::of(" ".repeat(indent), Style::default()));
        }
        if let Some(row) = rows.last_mut() {
            row.pieces.push(Piece::new(words, style));
        }
    }
    rows
}
