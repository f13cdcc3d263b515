//! Directives on paper: a lab as its text and a picture of its panes, questions with their answers behind a fold.

use std::sync::Arc;

use maud::{Markup, html};

use super::addresses::ascii;
use super::words::{line, said};
use super::{Here, Writer, screen};
use crate::course::plain::window;
use crate::course::{Challenge, Directive, EventCard, LabCard, Predict, QuizCard, Setting, Truth};
use crate::quiz::{Asked, Form, Question};

/// The drawing that everybody sees: two exports of one course are the same.
const DRAWING: u64 = 0;

impl Writer<'_> {
    pub(super) fn card(&mut self, directive: &Directive, here: Here<'_>) -> Markup {
        match directive {
            Directive::Lab(card) => self.lab(card, here),
            Directive::Predict(predict) => prediction(predict),
            Directive::Challenge(card) => challenge(card),
            Directive::Quiz(card) => quiz(card),
            Directive::Event(card) => self.event(card),
        }
    }

    fn lab(&mut self, card: &LabCard, here: Here<'_>) -> Markup {
        let path = format!("pictures/{}-{}.svg", ascii(&here.lesson.head.id), ascii(&card.id));
        let drawn = screen::of_lab(self.library, self.number, here.lesson, &card.id, self.catalog);
        let alt = format!("The panes of the lab {} after a minute", card.title);
        let is_new = drawn.is_some() && !self.files.iter().any(|(known, _)| *known == path);
        if let Some(svg) = drawn.filter(|_| is_new) {
            self.files.push((path.clone(), svg.into_bytes()));
        }
        let text = self.coloured("toml", card.text.trim_end());
        html! {
            section class="card lab" {
                p class="title" { "Lab: " (card.title) }
                @if is_new { figure { img src=(path) alt=(alt) loading="lazy"; } }
                @if !card.spec.actions.is_empty() || !card.spec.controls.is_empty() {
                    ul {
                        @for action in &card.spec.actions { li { kbd { (action.key) } " " (action.label) } }
                        @for control in &card.spec.controls {
                            li { (control.label) @if !control.values.is_empty() { ": " (control.values.join(", ")) } }
                        }
                    }
                }
                details { summary { "The lab as it is written" } pre { code { (text) } } }
            }
        }
    }

    fn event(&self, card: &EventCard) -> Markup {
        let title = card.title.clone().unwrap_or_else(|| format!("An event from {}", card.source));
        html! { figure class="code" { figcaption { (title) } pre { code { (self.coloured("json", card.json.trim_end())) } } } }
    }
}

fn prediction(predict: &Predict) -> Markup {
    let answer = match &predict.truth {
        Truth::Known(question) => right(&question.draw(DRAWING)),
        Truth::Measured(measure) => html! {
            p { "It is measured in your own run: " code { (measure.metric.name) } ", " (window(&measure.window)) "." }
        },
    };
    html! {
        section class="card predict" {
            p class="title" { "Predict" }
            (said(&predict.prompt))
            @if let Truth::Known(question) = &predict.truth { (form(&question.draw(DRAWING).form)) }
            details {
                summary { "Answer" }
                (answer)
                @if let Some(reveal) = &predict.reveal { (said(reveal)) }
            }
        }
    }
}

fn challenge(card: &Challenge) -> Markup {
    html! {
        section class="card challenge" {
            p class="title" { "Challenge: " (card.title) }
            p { "Goal, " (window(&card.window)) ":" }
            ul { @for goal in &card.goals { li { code { (goal.text) } } } }
            @if !card.fixed.is_empty() { p { "Given: " (card.fixed.join(", ")) } }
            @for (star, goal) in &card.stars { p { "For " (star) ": " code { (goal.text) } } }
            @for (number, hint) in card.hints.iter().enumerate() { details { summary { "Hint " (number + 1) } (said(hint)) } }
            @if !card.solution.is_empty() { details { summary { "A solution" } (settings(&card.solution)) } }
        }
    }
}

fn settings(settings: &[Setting]) -> Markup {
    html! { ul { @for setting in settings { li { code { (setting.target) " = " (setting.value) } } } } }
}

fn quiz(card: &QuizCard) -> Markup {
    html! {
        section class="card quiz" {
            p class="title" { (card.title.as_deref().unwrap_or("Quiz")) }
            ol { @for asked in card.quiz.questions.iter().map(drawn) { li { (question(&asked)) } } }
            @for note in &card.quiz.notes { (said(note)) }
        }
    }
}

fn drawn(question: &Arc<Question>) -> Asked {
    question.draw(DRAWING)
}

fn question(asked: &Asked) -> Markup {
    html! {
        @if let Some(setting) = &asked.setting { (said(setting)) }
        (said(&asked.prompt))
        (form(&asked.form))
        @if let Some(hint) = &asked.hint { details { summary { "Hint" } (said(hint)) } }
        details { summary { "Answer" } (right(asked)) }
    }
}

/// What can be answered.
fn form(form: &Form) -> Markup {
    match form {
        Form::Choose { choices, .. } => {
            html! { ul class="choices" { @for choice in choices { li { (line(choice)) } } } }
        }
        Form::Arrange { items } => html! {
            p { "Put in order:" }
            ul class="choices" { @for item in items { li { (line(item)) } } }
        },
        Form::Type { unit: Some(unit), .. } => html! { p class="aside" { "Answer in " (unit) "." } },
        Form::Type { .. } => html! {},
    }
}

/// What is right, and why.
fn right(asked: &Asked) -> Markup {
    let grade = asked.grade(&asked.right_answer());
    html! {
        @match grade.right_answer.as_slice() {
            [one] => p { strong { (line(one)) } },
            several => ol { @for one in several { li { (line(one)) } } },
        }
        @if let Some(why) = &grade.explanation { (said(why)) }
    }
}
