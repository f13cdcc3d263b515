//! Questions: one at a time, what each wrong pick deserves to hear, and what it all came to.

use ratatui::style::Modifier;

use super::{CardContext, form, spaced};
use crate::app::Role;
use crate::quiz::{Form, Grade, QuizCard, QuizResult, Verdict};
use crate::ui::lesson::{Row, card};
use crate::ui::text::Piece;

pub(super) fn rows(quiz: &QuizCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let (place, count) = quiz.place();
    let answering = context.active && context.study.answering;
    let (aside, inner) = match quiz.result() {
        Some(result) => (String::new(), finished(&result, context)),
        None if !answering && place == 1 && quiz.is_open() => (String::new(), waiting(count, context)),
        None => (format!("{place} of {count}"), question(quiz, context)),
    };
    let notes: Vec<Row> =
        quiz.quiz().notes.iter().flat_map(|note| context.paragraph(note, context.style(Role::Warning))).collect();
    let inner = spaced([inner, notes, context.keys()]);
    card(Piece::new("Quiz", context.style(Role::Accent)), &aside, inner, &context.reading, context.width)
}

fn waiting(count: usize, context: &CardContext<'_, '_>) -> Vec<Row> {
    let words = match count {
        1 => "One question about what you have just read.".to_owned(),
        count => format!("{count} questions about what you have just read."),
    };
    context.paragraph(&words, context.style(Role::Text))
}

fn question(quiz: &QuizCard, context: &CardContext<'_, '_>) -> Vec<Row> {
    let Some(asked) = quiz.asked() else { return Vec::new() };
    let is_order = matches!(asked.form, Form::Arrange { .. });
    let setting = asked.setting.as_deref().map(|words| context.paragraph(words, context.style(Role::Muted)));
    let prompt = context.paragraph(&asked.prompt, context.style(Role::Text).add_modifier(Modifier::BOLD));
    let complaint = quiz.complaint().map(|words| context.paragraph(words, context.style(Role::Danger)));
    let hint = quiz.hint().map(|words| context.labelled("Hint", Role::Warning, words));
    spaced([
        setting.unwrap_or_default(),
        prompt,
        form::rows(quiz, context),
        complaint.unwrap_or_default(),
        hint.unwrap_or_default(),
        quiz.grade().map(|grade| graded(grade, is_order, context)).unwrap_or_default(),
    ])
}

fn graded(grade: &Grade, is_order: bool, context: &CardContext<'_, '_>) -> Vec<Row> {
    let glyphs = context.reading.glyphs;
    let (mark, words, role) = match grade.verdict() {
        Verdict::Right => (glyphs.done, "Right.", Role::Ok),
        Verdict::Partly => (glyphs.about, "Partly right.", Role::Warning),
        Verdict::Wrong => (glyphs.failed, "Not quite.", Role::Danger),
    };
    let style = context.style(role).add_modifier(Modifier::BOLD);
    let mut rows = vec![Row::of(format!("{mark} {words}"), style)];
    if grade.verdict() != Verdict::Right && !grade.right_answer.is_empty() {
        if is_order {
            rows.push(Row::of("Right order".to_owned(), context.style(Role::Muted)));
            for (place, item) in grade.right_answer.iter().enumerate() {
                rows.extend(context.labelled(&format!("  {}.", place + 1), Role::Muted, item));
            }
        } else {
            rows.extend(context.labelled("Right answer", Role::Muted, &grade.right_answer.join("; ")));
        }
    }
    let remarks: Vec<Row> = grade
        .remarks
        .iter()
        .filter_map(|remark| remark.text.as_deref())
        .flat_map(|words| context.paragraph(words, context.style(Role::Text)))
        .collect();
    let why = grade.explanation.as_deref().map(|words| context.paragraph(words, context.style(Role::Text)));
    spaced([rows, remarks, why.unwrap_or_default()])
}

fn finished(result: &QuizResult, context: &CardContext<'_, '_>) -> Vec<Row> {
    let words = format!("{} of {} right.", result.right, result.questions);
    let role = if result.right == result.questions { Role::Ok } else { Role::Text };
    let mut rows = vec![Row::of(words, context.style(role).add_modifier(Modifier::BOLD))];
    for (number, prompt) in &result.missed {
        let label = format!("{} {number}", context.reading.glyphs.failed);
        rows.extend(context.labelled(&label, Role::Muted, prompt));
    }
    if !result.misconceptions.is_empty() {
        let words = "What went wrong is worth another look: the questions come again with other numbers.";
        rows.extend(context.paragraph(words, context.style(Role::Muted)));
    }
    rows
}
