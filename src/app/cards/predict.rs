//! A guess: made, skipped, compared with what turned out.

use std::sync::Arc;

use super::measured::{self, Measured};
use crate::app::Bench;
use crate::course;
use crate::course::directive::{Measure, Truth as Source};
use crate::lab::Window;
use crate::quiz::{Answer, Guess, ProgressEvent, Question, Quiz, QuizCard, Tolerance, Verdict, read_number};

/// A guess: made, skipped, compared.
#[derive(Clone, Debug)]
pub struct PredictCard {
    /// The directive.
    pub predict: course::Predict,
    /// The question being answered: the field, the choices.
    pub entry: QuizCard,
    /// How far it got.
    pub stage: PredictStage,
}

/// How far a prediction got.
#[derive(Clone, Debug, PartialEq)]
pub enum PredictStage {
    /// Waits for the guess; the lab's run keys are locked.
    Open,
    /// The guess is made (`None`: skipped), the run has not shown the truth yet.
    Given(Option<Answer>),
    /// The run has shown the truth.
    Revealed {
        /// The guess; `None` if it was skipped.
        guess: Option<Answer>,
        /// What turned out.
        truth: Truth,
    },
}

/// What turned out.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// In words or figures.
    pub text: String,
    /// How good the guess was; `None` if it was skipped.
    pub verdict: Option<Verdict>,
    /// Whether it was measured in the learner's own run.
    pub measured: bool,
}

impl PredictCard {
    /// The card as the learner left it.
    pub(in crate::app) fn new(predict: course::Predict, lesson: &str, known: Option<&Guess>) -> Self {
        let quiz = Quiz { id: predict.id.clone(), questions: vec![question_of(&predict)], notes: Vec::new() };
        let entry = QuizCard::new(Arc::new(quiz), lesson, 1);
        let stage = known.map_or(PredictStage::Open, |known| {
            let guess = known.guess.clone().map(Answer::Typed);
            match &known.truth {
                None => PredictStage::Given(guess),
                Some(text) => {
                    let verdict = known.right.map(|right| if right { Verdict::Right } else { Verdict::Wrong });
                    let truth =
                        Truth { text: text.clone(), verdict, measured: matches!(predict.truth, Source::Measured(_)) };
                    PredictStage::Revealed { guess, truth }
                }
            }
        });
        Self { predict, entry, stage }
    }

    /// Whether the run keys of its lab are locked.
    pub fn locks(&self) -> bool {
        self.stage == PredictStage::Open
    }

    /// Whether its truth is measured in a run.
    pub fn is_measured(&self) -> bool {
        self.measure().is_some()
    }

    /// Whether the guess is written in words, which takes the letter keys.
    pub fn in_words(&self) -> bool {
        self.entry.asked().is_some_and(|asked| matches!(asked.form, crate::quiz::Form::Type { number: false, .. }))
    }

    /// The guess in words, once it is made.
    pub fn guess(&self) -> Option<String> {
        match &self.stage {
            PredictStage::Open => None,
            PredictStage::Given(guess) | PredictStage::Revealed { guess, .. } => guess.as_ref().map(answer_text),
        }
    }

    /// Makes the guess that is written, or says why it is none.
    pub(in crate::app) fn commit(&mut self, lesson: &str) -> Result<ProgressEvent, String> {
        let (Some(asked), Some(answer)) = (self.entry.asked(), self.entry.answer()) else {
            return Err("there is nothing to guess".to_owned());
        };
        if let Some(complaint) = asked.complaint(&answer) {
            return Err(complaint);
        }
        self.stage = PredictStage::Given(Some(answer));
        Ok(self.event(lesson))
    }

    /// Goes on without a guess.
    pub(in crate::app) fn skip(&mut self, lesson: &str) -> ProgressEvent {
        self.stage = PredictStage::Given(None);
        self.event(lesson)
    }

    /// Shows a truth that no run needs to show.
    pub(in crate::app) fn reveal_known(&mut self, lesson: &str) -> Result<ProgressEvent, String> {
        let PredictStage::Given(guess) = self.stage.clone() else {
            return Err("there is nothing to show yet".to_owned());
        };
        let Some(asked) = self.entry.asked().filter(|_| !self.is_measured()) else {
            return Err("run the lab: it shows the answer".to_owned());
        };
        let verdict = guess.as_ref().map(|guess| asked.grade(guess).verdict());
        let truth = Truth { text: answer_text(&asked.right_answer()), verdict, measured: false };
        self.stage = PredictStage::Revealed { guess, truth };
        Ok(self.event(lesson))
    }

    /// Compares the guess with the run, once the run has shown what was asked.
    pub(in crate::app) fn compare(&mut self, bench: &Bench, lesson: &str) -> Option<ProgressEvent> {
        let PredictStage::Given(guess) = &self.stage else { return None };
        let measure = self.measure().filter(|_| self.predict.lab == bench.id)?;
        if !measured::is_settled(&measure.window, bench) {
            return None;
        }
        let metrics = bench.measure(&measure.window);
        let value = match &measure.function {
            None => metrics.value(measure.metric.name),
            Some(function) => metrics.value_of(function, measure.metric.name),
        }?;
        let verdict = guess.as_ref().map(|guess| verdict(guess, value, measure.tolerance));
        let text = measured::figure(value, measure.metric.unit);
        self.stage = PredictStage::Revealed { guess: guess.clone(), truth: Truth { text, verdict, measured: true } };
        Some(self.event(lesson))
    }

    /// The window its truth is measured in, while it waits for a run.
    pub fn waits_for(&self) -> Option<&Window> {
        let measure = self.measure()?;
        matches!(self.stage, PredictStage::Given(_)).then_some(&measure.window)
    }

    fn measure(&self) -> Option<&Measure> {
        match &self.predict.truth {
            Source::Measured(measure) => Some(measure),
            Source::Known(_) => None,
        }
    }

    fn event(&self, lesson: &str) -> ProgressEvent {
        let truth = match &self.stage {
            PredictStage::Revealed { truth, .. } => Some(truth),
            _ => None,
        };
        ProgressEvent::Predicted {
            lesson: lesson.to_owned(),
            lab: self.predict.lab.clone(),
            predict: self.predict.id.clone(),
            guess: self.guess(),
            truth: truth.map(|truth| truth.text.clone()),
            right: truth.and_then(|truth| truth.verdict).map(|verdict| verdict == Verdict::Right),
        }
    }
}

/// Near is as good as the author's tolerance says.
fn verdict(guess: &Answer, truth: f64, tolerance: Tolerance) -> Verdict {
    let Answer::Typed(text) = guess else { return Verdict::Wrong };
    let score = read_number(text).map_or(0.0, |given| tolerance.score(given, truth));
    if score >= 1.0 {
        Verdict::Right
    } else if score > 0.0 {
        Verdict::Partly
    } else {
        Verdict::Wrong
    }
}

/// The author's question; where the truth is measured, a number is asked for.
fn question_of(predict: &course::Predict) -> Arc<Question> {
    match &predict.truth {
        Source::Known(question) => Arc::clone(question),
        Source::Measured(_) => Measured { unit: predict.unit.clone() }.question(&predict.id, &predict.prompt),
    }
}

/// An answer in the learner's own words.
pub fn answer_text(answer: &Answer) -> String {
    match answer {
        Answer::Picked(texts) => texts.join(", "),
        Answer::Arranged(texts) => texts.join(" → "),
        Answer::Typed(text) => text.trim().to_owned(),
    }
}
