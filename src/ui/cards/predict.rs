//! A guess before the run: the question, the learner's answer, then what turned out.

use super::{CardContext, form, spaced};
use crate::app::{PredictCard, PredictStage, Role, Truth};
use crate::quiz::Verdict;
use crate::ui::lesson::{Row, card};
use crate::ui::text::Piece;

pub(super) fn rows(predict: &PredictCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let aside = match &predict.stage {
        PredictStage::Open => "before you run",
        PredictStage::Given(None) | PredictStage::Revealed { guess: None, .. } => "skipped",
        PredictStage::Given(Some(_)) => "now run it",
        PredictStage::Revealed { .. } => "",
    };
    let prompt = predict.entry.asked().map(|asked| asked.prompt.clone()).unwrap_or_default();
    let question = context.paragraph(&prompt, context.style(Role::Text));
    let body = match &predict.stage {
        PredictStage::Open => open(predict, context),
        PredictStage::Given(_) => given(predict, context),
        PredictStage::Revealed { truth, .. } => revealed(predict, truth, context),
    };
    let inner = spaced([question, body, context.keys()]);
    card(Piece::new("Predict", context.style(Role::Warning)), aside, inner, &context.reading, context.width)
}

fn open(predict: &PredictCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let complaint = predict.entry.complaint().map(|words| context.paragraph(words, context.style(Role::Danger)));
    let hint = predict.entry.hint().map(|words| context.labelled("Hint", Role::Warning, words));
    spaced([form::rows(&predict.entry, context), complaint.unwrap_or_default(), hint.unwrap_or_default()])
}

fn given(predict: &PredictCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    match predict.guess() {
        Some(guess) => context.labelled("You said", Role::Muted, &guess),
        None => Vec::new(),
    }
}

fn revealed(predict: &PredictCard, truth: &Truth, context: &CardContext<'_, '_>) -> Vec<Row> {
    let mut rows = given(predict, context);
    let glyphs = context.reading.glyphs;
    let (mark, role) = match truth.verdict {
        Some(Verdict::Right) => (glyphs.done, Role::Ok),
        Some(Verdict::Partly) => (glyphs.about, Role::Warning),
        Some(Verdict::Wrong) => (glyphs.failed, Role::Danger),
        None => (glyphs.bullet, Role::Text),
    };
    let label = if truth.measured { "Your run" } else { "Answer  " };
    let mut measured = context.labelled(label, Role::Muted, &truth.text);
    if let Some(first) = measured.first_mut() {
        first.pieces.push(Piece::new(format!("  {mark}"), context.style(role)));
    }
    rows.extend(measured);
    let reveal = predict.predict.reveal.as_deref().map(|words| context.paragraph(words, context.style(Role::Text)));
    spaced([rows, reveal.unwrap_or_default()])
}
