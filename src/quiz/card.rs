//! A quiz while it is being taken: the question in hand, what was picked or typed, the grade, the result.
//!
//! The card knows neither keys nor colours. A key handler calls one of its verbs, a view reads its nouns.

use std::sync::Arc;

use tui_input::{Input, InputRequest};

use super::progress::{Drawn, Latest};
use super::{Answer, Asked, Form, Grade, LessonProgress, ProgressEvent, Quiz};

/// A quiz in progress.
#[derive(Clone, Debug)]
pub struct QuizCard {
    quiz: Arc<Quiz>,
    lesson: String,
    seed: u64,
    index: usize,
    asked: Option<Asked>,
    cursor: usize,
    picked: Vec<bool>,
    order: Vec<String>,
    typed: Input,
    complaint: Option<String>,
    hint_shown: bool,
    grades: Vec<Grade>,
}

/// What a finished quiz came to.
#[derive(Clone, Debug, PartialEq)]
pub struct QuizResult {
    /// Questions asked.
    pub questions: usize,
    /// Questions answered with nothing missing.
    pub right: usize,
    /// The others: their numbers, from one, and what was asked.
    pub missed: Vec<(usize, String)>,
    /// The mean score, from 0 to 1.
    pub score: f64,
    /// Ids of the misconceptions that showed, each once.
    pub misconceptions: Vec<String>,
}

impl QuizCard {
    /// The first question of a quiz. Another seed draws other numbers and another order.
    pub fn new(quiz: Arc<Quiz>, lesson: impl Into<String>, seed: u64) -> Self {
        let mut card = Self {
            quiz,
            lesson: lesson.into(),
            seed,
            index: 0,
            asked: None,
            cursor: 0,
            picked: Vec::new(),
            order: Vec::new(),
            typed: Input::default(),
            complaint: None,
            hint_shown: false,
            grades: Vec::new(),
        };
        card.ask();
        card
    }

    /// A quiz as its learner left it: the questions answered in the latest drawing stay answered, the next one waits.
    pub fn resumed(quiz: Arc<Quiz>, lesson: impl Into<String>, seed: u64, known: &LessonProgress) -> Self {
        let drawn: Vec<Option<&Latest<Drawn>>> =
            quiz.questions.iter().map(|question| known.questions.get(&question.id)?.answer.as_ref()).collect();
        let latest = drawn.iter().flatten().max_by_key(|drawn| drawn.stamp).map(|drawn| drawn.value.draw);
        let answers: Vec<Answer> = drawn
            .iter()
            .map_while(|drawn| drawn.filter(|drawn| Some(drawn.value.draw) == latest))
            .map(|drawn| drawn.value.answer.clone())
            .collect();
        let mut card = Self::new(quiz, lesson, latest.unwrap_or(seed));
        for answer in answers {
            // A question that was corrected since may not take its old answer; it is asked again.
            let Some(asked) = card.asked.as_ref().filter(|asked| asked.complaint(&answer).is_none()) else { break };
            card.grades.push(asked.grade(&answer));
            card.next();
        }
        card
    }

    // ---- nouns

    /// The quiz it is about.
    pub fn quiz(&self) -> &Quiz {
        &self.quiz
    }

    /// The question in hand; none when the quiz is finished.
    pub fn asked(&self) -> Option<&Asked> {
        self.asked.as_ref()
    }

    /// The number of the question in hand, from one, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        let count = self.quiz.questions.len();
        ((self.index + 1).min(count), count)
    }

    /// The choice or item the cursor is on.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether a choice is picked.
    pub fn is_picked(&self, choice: usize) -> bool {
        self.picked.get(choice).copied().unwrap_or(false)
    }

    /// The items to arrange, in the order the learner has given them so far.
    pub fn items(&self) -> &[String] {
        &self.order
    }

    /// The text field: its text and where its cursor stands.
    pub fn input(&self) -> &Input {
        &self.typed
    }

    /// Why the answer could not be graded, until it is changed.
    pub fn complaint(&self) -> Option<&str> {
        self.complaint.as_deref()
    }

    /// The hint, once it was asked for.
    pub fn hint(&self) -> Option<&str> {
        self.asked.as_ref().filter(|_| self.hint_shown)?.hint.as_deref()
    }

    /// Whether there is a hint that was not asked for yet.
    pub fn has_hint(&self) -> bool {
        !self.hint_shown && self.grade().is_none() && self.asked.as_ref().is_some_and(|asked| asked.hint.is_some())
    }

    /// The grade of the question in hand, once it was submitted.
    pub fn grade(&self) -> Option<&Grade> {
        self.grades.get(self.index)
    }

    /// What the quiz came to, once its last question was answered and left.
    pub fn result(&self) -> Option<QuizResult> {
        self.asked.is_none().then(|| self.tally())
    }

    /// The answer as it stands.
    pub fn answer(&self) -> Option<Answer> {
        Some(match &self.asked.as_ref()?.form {
            Form::Choose { choices, .. } => {
                let picked = choices.iter().zip(&self.picked).filter(|(_, picked)| **picked);
                Answer::Picked(picked.map(|(choice, _)| choice.clone()).collect())
            }
            Form::Type { .. } => Answer::Typed(self.typed.value().to_owned()),
            Form::Arrange { .. } => Answer::Arranged(self.order.clone()),
        })
    }

    // ---- verbs; after a grade only `next` does anything

    /// Moves the cursor by so many choices or items; it stops at the ends.
    pub fn move_cursor(&mut self, by: isize) {
        if !self.is_open() {
            return;
        }
        let last = self.rows().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    /// Picks the choice under the cursor; where several may be picked, a second time puts it back.
    pub fn pick(&mut self) {
        self.pick_at(self.cursor);
    }

    /// Where one choice answers the question, takes the one under the cursor: what the answer key does.
    pub fn take_the_chosen(&mut self) {
        if matches!(self.asked.as_ref().map(|asked| &asked.form), Some(Form::Choose { several: false, .. })) {
            self.pick();
        }
    }

    /// Picks a choice by its number, from zero: what a digit key or a click does.
    pub fn pick_at(&mut self, choice: usize) {
        if !self.is_open() || choice >= self.rows() {
            return;
        }
        self.cursor = choice;
        self.complaint = None;
        match self.asked.as_ref().map(|asked| &asked.form) {
            Some(Form::Choose { several: true, .. }) => self.picked[choice] = !self.picked[choice],
            Some(Form::Choose { .. }) => {
                self.picked.fill(false);
                self.picked[choice] = true;
            }
            _ => {}
        }
    }

    /// Carries the item under the cursor up (-1) or down (1), and the cursor with it.
    pub fn move_item(&mut self, by: isize) {
        if !self.is_open() || self.order.is_empty() {
            return;
        }
        let target = self.cursor.saturating_add_signed(by).min(self.order.len() - 1);
        let item = self.order.remove(self.cursor);
        self.order.insert(target, item);
        self.cursor = target;
        self.complaint = None;
    }

    /// Edits the text field.
    pub fn edit(&mut self, request: InputRequest) {
        if self.is_open() && self.takes_text() && self.typed.value().len() < LONGEST_ANSWER {
            self.typed.handle(request);
            self.complaint = None;
        } else if self.is_open() && !matches!(request, InputRequest::InsertChar(_) | InputRequest::Yank) {
            self.typed.handle(request);
        }
    }

    /// Puts pasted text at the cursor, its line ends as spaces.
    pub fn paste(&mut self, text: &str) {
        for character in text.trim_end().chars() {
            let character = if character.is_control() { ' ' } else { character };
            self.edit(InputRequest::InsertChar(character));
        }
    }

    /// Whether keys are letters of an answer rather than commands.
    pub fn takes_text(&self) -> bool {
        self.is_open() && matches!(self.asked.as_ref().map(|asked| &asked.form), Some(Form::Type { .. }))
    }

    /// Shows the hint; something to remember the first time.
    pub fn show_hint(&mut self) -> Option<ProgressEvent> {
        if !self.has_hint() {
            return None;
        }
        self.hint_shown = true;
        let question = self.asked.as_ref()?.question.id.clone();
        Some(ProgressEvent::HintUsed { lesson: self.lesson.clone(), task: question, hint: 1 })
    }

    /// Grades the answer; something to remember, or nothing and a complaint.
    pub fn submit(&mut self) -> Option<ProgressEvent> {
        if !self.is_open() {
            return None;
        }
        let (asked, answer) = (self.asked.as_ref()?, self.answer()?);
        self.complaint = asked.complaint(&answer);
        if self.complaint.is_some() {
            return None;
        }
        let grade = asked.grade(&answer);
        let event = ProgressEvent::Answered {
            lesson: self.lesson.clone(),
            quiz: self.quiz.id.clone(),
            question: asked.question.id.clone(),
            score: grade.score,
            answer,
            misconceptions: grade.misconceptions(),
            draw: Some(self.seed),
        };
        self.grades.push(grade);
        Some(event)
    }

    /// Goes on to the next question, or to the result.
    pub fn next(&mut self) {
        if self.grade().is_some() {
            self.index += 1;
            self.ask();
        }
    }

    /// Starts over with other numbers and another order.
    pub fn again(&mut self) {
        *self = Self::new(Arc::clone(&self.quiz), std::mem::take(&mut self.lesson), self.seed.wrapping_add(1));
    }

    /// Whether the question in hand still waits for its answer.
    pub fn is_open(&self) -> bool {
        self.asked.is_some() && self.grade().is_none()
    }

    fn rows(&self) -> usize {
        self.picked.len().max(self.order.len())
    }

    fn ask(&mut self) {
        self.asked = self.quiz.questions.get(self.index).map(|question| question.draw(self.seed));
        (self.cursor, self.hint_shown, self.complaint) = (0, false, None);
        (self.picked, self.order, self.typed) = Default::default();
        match self.asked.as_ref().map(|asked| &asked.form) {
            Some(Form::Choose { choices, .. }) => self.picked = vec![false; choices.len()],
            Some(Form::Arrange { items }) => self.order.clone_from(items),
            Some(Form::Type { .. }) | None => {}
        }
    }

    fn tally(&self) -> QuizResult {
        let mut misconceptions: Vec<String> = self.grades.iter().flat_map(Grade::misconceptions).collect();
        misconceptions.sort();
        misconceptions.dedup();
        let total: f64 = self.grades.iter().map(|grade| grade.score).sum();
        let asked = self.quiz.questions.iter().zip(&self.grades).enumerate();
        let missed = asked.filter(|(_, (_, grade))| !grade.is_right());
        QuizResult {
            missed: missed.map(|(place, (question, _))| (place + 1, question.draw(self.seed).prompt)).collect(),
            questions: self.grades.len(),
            right: self.grades.iter().filter(|grade| grade.is_right()).count(),
            score: if self.grades.is_empty() { 0.0 } else { total / self.grades.len() as f64 },
            misconceptions,
        }
    }
}

/// Bytes. Longer than any answer that is asked for, short enough to keep every one.
const LONGEST_ANSWER: usize = 500;
