//! A goal to reach: how each part of it stands, the help that was asked for, how the last check came out.

use ratatui::style::Modifier;

use super::{CardContext, spaced};
use crate::app::{ChallengeCard, ChallengeResult, GoalState, Role};
use crate::lab::metrics;
use crate::ui::lesson::{Row, card};
use crate::ui::text::{self, Piece};

pub(super) fn rows(challenge: &ChallengeCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let directive = &challenge.challenge;
    let title = Piece::new(format!("Challenge  {}", directive.title), context.style(Role::Accent));
    let aside = stars(challenge.best, context);
    let inner = spaced([
        goals(challenge, context),
        checking(challenge, context),
        challenge.result.as_ref().map(|result| outcome(result, context)).unwrap_or_default(),
        help(challenge, context),
        context.keys(),
    ]);
    card(title, &aside, inner, &context.reading, context.width)
}

/// `★★☆`
pub(super) fn stars(count: u8, context: &CardContext<'_, '_>) -> String {
    let glyphs = context.reading.glyphs;
    let full = usize::from(count.min(3));
    format!("{}{}", glyphs.star.repeat(full), glyphs.no_star.repeat(3 - full))
}

/// After a check, how the check came out; before, how the run in view stands.
fn shown_goals(challenge: &ChallengeCard) -> &[GoalState] {
    match &challenge.result {
        Some(result) if !result.goals.is_empty() && challenge.trial.is_none() => &result.goals,
        _ => &challenge.goals,
    }
}

/// Whether the settings are others than those the last check played with: what it said is about the past.
fn is_stale(challenge: &ChallengeCard, context: &CardContext<'_, '_>) -> bool {
    let bench = context.study.benches.get(&challenge.bench_key());
    challenge.trial.is_none()
        && challenge.result.as_ref().is_some_and(|result| !result.goals.is_empty())
        && bench.is_some_and(|bench| bench.changes() != challenge.checked)
}

/// Goals with their values below each other at the right, each with what it measures; then what the gold star asks for.
fn goals(challenge: &ChallengeCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let glyphs = context.reading.glyphs;
    let stale = is_stale(challenge, context);
    let goal = |goal: &GoalState| {
        let (mark, role) = match (goal.met, goal.value.is_empty()) {
            (true, _) if stale => (glyphs.done, Role::Muted),
            (false, false) if stale => (glyphs.failed, Role::Muted),
            (true, _) => (glyphs.done, Role::Ok),
            (false, true) => (glyphs.open, Role::Muted),
            (false, false) => (glyphs.failed, Role::Danger),
        };
        let value = if goal.value.is_empty() { "not measured yet" } else { &goal.value };
        let value_role = if goal.value.is_empty() { Role::Muted } else { role };
        let room = context.inside().saturating_sub(text::width(value) + 4);
        let words = text::cut(&goal.text, room, glyphs.more);
        Row::new(vec![
            Piece::new(format!("{mark} "), context.style(role)),
            Piece::new(words, context.style(Role::Text)),
        ])
        .with_right(vec![Piece::new(value, context.style(value_role))], context.inside())
    };
    let mut rows = Vec::new();
    let wanted = &challenge.challenge.goals;
    for (place, (state, goal_of)) in shown_goals(challenge).iter().zip(wanted).enumerate() {
        rows.push(goal(state));
        if wanted.get(place + 1).is_some_and(|next| next.metric == goal_of.metric) {
            continue; // goals about the same metric in a row: what it means stands below the last
        }
        if let Some(metric) = metrics::NAMES.iter().find(|metric| metric.name == goal_of.metric) {
            // What stands behind is for reports.
            let meaning = metric.meaning.split([';', '(']).next().unwrap_or_default().trim();
            let lines = text::wrap_plain(meaning, context.inside().saturating_sub(2).max(8));
            rows.extend(lines.into_iter().map(|line| Row::of(format!("  {line}"), context.style(Role::Muted))));
        }
    }
    for (name, wanted) in &challenge.challenge.stars {
        rows.push(Row::new(vec![
            Piece::new(format!("{} ", glyphs.star), context.style(Role::Money)),
            Piece::new(format!("{name}  "), context.style(Role::Muted)),
            Piece::new(wanted.text.clone(), context.style(Role::Text)),
        ]));
    }
    if stale {
        rows.push(Row::of("from the last check, with other settings", context.style(Role::Muted)));
    }
    rows
}

fn checking(challenge: &ChallengeCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let Some(trial) = &challenge.trial else { return Vec::new() };
    let glyphs = context.reading.glyphs;
    let share = trial.progress();
    let full = ((share * 20.0).round() as usize).min(20);
    vec![Row::new(vec![
        Piece::new("Playing the lab on three different days  ", context.style(Role::Muted)),
        Piece::new(glyphs.full.repeat(full), context.style(Role::Accent)),
        Piece::new(glyphs.empty.repeat(20 - full), context.style(Role::Muted)),
    ])]
}

fn outcome(result: &ChallengeResult, context: &CardContext<'_, '_>) -> Vec<Row> {
    if let Some(objection) = &result.objection {
        return context.labelled("Not yet", Role::Danger, objection);
    }
    if result.passed {
        let style = context.style(Role::Ok).add_modifier(Modifier::BOLD);
        let won = Piece::new(format!("Reached on all three days  {}", stars(result.stars, context)), style);
        return vec![Row::new(vec![won])];
    }
    let words = "Not yet. The check played three runs, as on three different days; you see the worst of them.";
    context.paragraph(words, context.style(Role::Warning))
}

fn help(challenge: &ChallengeCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, hint) in challenge.challenge.hints.iter().take(challenge.hints_shown).enumerate() {
        rows.extend(context.labelled(&format!("Hint {}", place + 1), Role::Warning, hint));
    }
    if challenge.solution_shown {
        rows.extend(context.paragraph("Worked solution", context.style(Role::Warning)));
        for setting in &challenge.challenge.solution {
            rows.extend(
                context.paragraph(&format!("set {} {}", setting.target, setting.value), context.style(Role::Literal)),
            );
        }
    }
    rows
}
