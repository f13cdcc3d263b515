//! A goal to reach: how each part of it stands, the help that was asked for, how the last check came out.

use ratatui::style::Modifier;

use super::{CardContext, spaced};
use crate::app::{ChallengeCard, ChallengeResult, GoalState, Role};
use crate::ui::lesson::{Row, card};
use crate::ui::text::{self, Piece};

pub(super) fn rows(challenge: &ChallengeCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let directive = &challenge.challenge;
    let title = Piece::new(format!("Challenge  {}", directive.title), context.style(Role::Accent));
    let aside = stars(challenge.best, context);
    let inner = spaced([
        goals(shown_goals(challenge), context),
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

/// Goals with their values below each other at the right.
fn goals(goals: &[GoalState], context: &CardContext<'_, '_>) -> Vec<Row> {
    let glyphs = context.reading.glyphs;
    let goal = |goal: &GoalState| {
        let (mark, role) = match (goal.met, goal.value.is_empty()) {
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
    goals.iter().map(goal).collect()
}

fn checking(challenge: &ChallengeCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let Some(trial) = &challenge.trial else { return Vec::new() };
    let glyphs = context.reading.glyphs;
    let share = trial.progress();
    let full = ((share * 20.0).round() as usize).min(20);
    vec![Row::new(vec![
        Piece::new("Playing the whole lab with your settings  ", context.style(Role::Muted)),
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
        let won = Piece::new(format!("Reached on every seed  {}", stars(result.stars, context)), style);
        return vec![Row::new(vec![won])];
    }
    let words = "Not yet. Above is how each goal came out where it came out worst.";
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
