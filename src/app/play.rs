//! Playing the cards: guesses, checks, hints, quizzes, events.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cards::{Card, ChallengeCard, EventCard, PredictCard};
use super::{App, Effect, Message, Study};
use crate::course::{Directive, Lesson};
use crate::lab::LabSpec;
use crate::quiz::{Form, QuizCard};

impl App {
    /// The cards of a lesson, as the learner left them.
    pub(super) fn cards_of(&self, lesson: &Lesson) -> BTreeMap<String, Card> {
        let progress = self.progress.lesson(&lesson.head.id);
        let card = |directive: &Directive| {
            Some(match directive {
                Directive::Predict(predict) => {
                    let known = progress.and_then(|progress| progress.prediction(&predict.id));
                    Card::Predict(PredictCard::new(predict.clone(), &lesson.head.id, known))
                }
                Directive::Challenge(challenge) => {
                    let best = progress.and_then(|progress| progress.challenges.get(&challenge.id));
                    let hints = progress.and_then(|progress| progress.hints.get(&challenge.id));
                    Card::Challenge(Box::new(ChallengeCard::new(challenge.clone(), best, hints.copied().unwrap_or(0))))
                }
                Directive::Quiz(quiz) => {
                    let (quiz, lesson, seed) = (Arc::clone(&quiz.quiz), &lesson.head.id, self.seed.unwrap_or(1));
                    Card::Quiz(match progress {
                        Some(progress) => QuizCard::resumed(quiz, lesson, seed, progress),
                        None => QuizCard::new(quiz, lesson, seed),
                    })
                }
                Directive::Event(event) => {
                    let mut card = EventCard::new(event.clone());
                    self.bring_back_card(&lesson.head.id, &event.id, &mut card);
                    Card::Event(card)
                }
                Directive::Lab(_) => return None,
            })
        };
        let cards = lesson
            .directives()
            .into_iter()
            .filter_map(|(_, directive)| Some((directive.id().to_owned(), card(directive)?)));
        cards.collect()
    }

    /// Keys go to the first card of the page that still waits for something.
    pub(super) fn wake_first_card(&mut self) {
        let Some(study) = self.study_mut() else { return };
        let visible: Vec<String> = study.visible_cards().into_iter().cloned().collect();
        let waits = visible.iter().find(|id| study.cards.get(*id).is_some_and(Card::waits));
        let active = waits.or(visible.first()).cloned();
        if study.active != active {
            (study.typing, study.answering) = (false, false);
        }
        study.active = active;
    }

    /// Keys go to the next card of the page.
    pub(super) fn next_card(&mut self) {
        let Some(study) = self.study_mut() else { return };
        let visible: Vec<String> = study.visible_cards().into_iter().cloned().collect();
        let here = study.active.as_ref().and_then(|active| visible.iter().position(|id| id == active));
        let next = here.map_or(0, |here| (here + 1) % visible.len().max(1));
        study.active = visible.get(next).cloned();
        (study.typing, study.answering) = (false, false);
    }

    /// A click on a card: keys go to it, and its text field opens if it has one.
    pub(super) fn click_card(&mut self, id: &str) -> Vec<Effect> {
        let Some(study) = self.study_mut().filter(|study| study.cards.contains_key(id)) else { return Vec::new() };
        let again = study.active.as_deref() == Some(id);
        study.active = Some(id.to_owned());
        study.focus = None;
        if !again {
            (study.typing, study.answering) = (false, false);
        }
        match study.active_card() {
            Some(Card::Event(_)) => self.start_typing(),
            Some(Card::Quiz(quiz)) if quiz.result().is_none() => self.start_quiz(),
            Some(Card::Predict(card)) if card.locks() && card.in_words() => self.start_typing(),
            _ => {}
        }
        Vec::new()
    }

    /// A click on a choice of a card.
    pub(super) fn choose(&mut self, id: &str, choice: usize) -> Vec<Effect> {
        self.click_card(id);
        self.with_entry(|entry| entry.pick_at(choice));
        Vec::new()
    }

    // ---- the question in hand

    /// The question that keys answer now: an open guess, or the quiz being taken.
    pub(super) fn open_entry_mut(&mut self) -> Option<&mut QuizCard> {
        let study = self.study_mut()?;
        let answering = study.answering;
        match study.active_card_mut()? {
            Card::Predict(card) if card.locks() => Some(&mut card.entry),
            Card::Quiz(quiz) if answering => Some(quiz),
            _ => None,
        }
    }

    /// How the question in hand is answered.
    pub(super) fn open_form(&self) -> Option<&Form> {
        let study = self.study()?;
        let entry = match study.active_card()? {
            Card::Predict(card) if card.locks() => &card.entry,
            Card::Quiz(quiz) if study.answering && quiz.is_open() => quiz,
            _ => return None,
        };
        Some(&entry.asked()?.form)
    }

    pub(super) fn with_entry(&mut self, change: impl FnOnce(&mut QuizCard)) {
        if let Some(entry) = self.open_entry_mut() {
            change(entry);
        }
    }

    /// Letters are text from now on.
    pub(super) fn start_typing(&mut self) {
        let Some(study) = self.study_mut() else { return };
        study.typing = true;
        if let Some(Card::Event(event)) = study.active_card_mut() {
            event.open = true;
        }
    }

    /// Keys that print belong to a number as long as there is something of it; an empty field leaves them to the keymap.
    pub(super) fn type_while_there_is_something(&mut self, typing: bool) {
        let something = self.open_entry_mut().is_some_and(|entry| !entry.input().value().is_empty());
        if let Some(study) = self.study_mut() {
            study.typing = typing && something;
        }
    }

    pub(super) fn leave_card(&mut self) {
        let in_number = self.enters_number();
        let Some(study) = self.study_mut() else { return };
        // Out of a number there are keys to go on with; the question stays in hand.
        study.answering &= in_number && study.typing;
        study.typing = false;
        if let Some(Card::Event(event)) = study.active_card_mut() {
            event.open = false;
        }
    }

    /// Commits what is in hand: a guess, an answer, or the step to the next question.
    pub(super) fn commit(&mut self) -> Vec<Effect> {
        let Some(study) = self.study() else { return Vec::new() };
        match study.active_card() {
            Some(Card::Predict(_)) => self.commit_guess(),
            Some(Card::Quiz(_)) => self.commit_answer(),
            _ => Vec::new(),
        }
    }

    fn commit_guess(&mut self) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        let lesson = study.lesson.head.id.clone();
        let Some(Card::Predict(card)) = study.active_card_mut() else { return Vec::new() };
        if card.locks() {
            card.entry.take_the_chosen();
        }
        let committed = if card.locks() { card.commit(&lesson) } else { card.reveal_known(&lesson) };
        match committed {
            Ok(event) => {
                study.typing = false;
                self.record(event)
            }
            Err(complaint) => {
                self.refuse(complaint);
                Vec::new()
            }
        }
    }

    pub(super) fn skip(&mut self) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        let lesson = study.lesson.head.id.clone();
        let Some(Card::Predict(card)) = study.active_card_mut() else { return Vec::new() };
        let event = card.skip(&lesson);
        study.typing = false;
        self.record(event)
    }

    /// After each look at the lab: guesses whose truth the run has shown are compared with it.
    pub(super) fn compare_guesses(&mut self) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        let lesson = study.lesson.head.id.clone();
        let Study { cards, benches, shown, .. } = study;
        let Some(bench) = shown.as_ref().and_then(|shown| benches.get(shown)) else { return Vec::new() };
        let mut events = Vec::new();
        for card in cards.values_mut() {
            if let Card::Predict(card) = card {
                events.extend(card.compare(bench, &lesson));
            }
        }
        events.into_iter().flat_map(|event| self.record(event)).collect()
    }

    // ---- quizzes

    pub(super) fn start_quiz(&mut self) {
        let Some(study) = self.study_mut() else { return };
        study.answering = true;
        self.type_if_words_are_wanted();
    }

    pub(super) fn quiz_again(&mut self) {
        let Some(study) = self.study_mut() else { return };
        if let Some(Card::Quiz(quiz)) = study.active_card_mut() {
            quiz.again();
        }
        self.start_quiz();
    }

    fn commit_answer(&mut self) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        let Some(Card::Quiz(quiz)) = study.active_card_mut() else { return Vec::new() };
        if quiz.is_open() {
            quiz.take_the_chosen();
            let event = quiz.submit();
            study.typing = study.typing && event.is_none();
            return event.map(|event| self.record(event)).unwrap_or_default();
        }
        quiz.next();
        if quiz.result().is_some() {
            (study.typing, study.answering) = (false, false);
        }
        self.type_if_words_are_wanted();
        Vec::new()
    }

    /// A question that is answered in words takes the letters at once; a number leaves them to the keys.
    fn type_if_words_are_wanted(&mut self) {
        let words = matches!(self.open_form(), Some(Form::Type { number: false, .. }));
        if let Some(study) = self.study_mut() {
            study.typing = study.answering && words;
        }
    }

    // ---- hints

    pub(super) fn hint(&mut self) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        let lesson = study.lesson.head.id.clone();
        let event = match study.active_card_mut() {
            Some(Card::Predict(card)) => card.entry.show_hint(),
            Some(Card::Quiz(quiz)) => quiz.show_hint(),
            Some(Card::Challenge(card)) => card.show_hint(&lesson),
            _ => None,
        };
        event.map(|event| self.record(event)).unwrap_or_default()
    }

    /// The worked solution: shown, and set on the bench, so that it can be watched.
    pub(super) fn show_solution(&mut self) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        let lesson = study.lesson.head.id.clone();
        let Some(Card::Challenge(card)) = study.active_card_mut() else { return Vec::new() };
        let event = card.show_solution(&lesson);
        let code = card.challenge.solution_code.clone();
        if let Some(code) = code {
            self.show_solution_code(&code);
        }
        self.record(event)
    }

    // ---- challenges

    /// Plays the whole lab with the learner's settings, in pieces, frame by frame.
    pub(super) fn check(&mut self) {
        let catalog = Arc::clone(&self.catalog);
        let Some(study) = self.study_mut() else { return };
        let Study { cards, benches, active, .. } = study;
        let Some(Card::Challenge(card)) = active.as_ref().and_then(|id| cards.get_mut(id)) else { return };
        let bench = benches.get(&card.bench_key());
        if let Some(bench) = bench {
            card.begin_check(bench, catalog);
        }
    }

    /// Ends the checks that are complete.
    pub(super) fn finish_checks(&mut self) -> Vec<Effect> {
        let Some(study) = self.study_mut() else { return Vec::new() };
        let lesson = study.lesson.head.id.clone();
        let mut events = Vec::new();
        for card in study.cards.values_mut() {
            if let Card::Challenge(card) = card {
                events.extend(card.finish_check(&lesson));
            }
        }
        events.into_iter().flat_map(|event| self.record(event)).collect()
    }

    /// Stops a check; whether there was one.
    pub(super) fn cancel_check(&mut self) -> bool {
        let Some(study) = self.study_mut() else { return false };
        let mut stopped = false;
        for card in study.cards.values_mut() {
            if let Card::Challenge(card) = card {
                stopped |= card.cancel();
            }
        }
        stopped
    }

    /// Judges the goals of the challenges of this lab on the run in view.
    pub(super) fn judge_goals(&mut self) {
        let Some(study) = self.study_mut() else { return };
        let Study { cards, benches, shown, .. } = study;
        let Some(shown) = shown.as_ref() else { return };
        let Some(bench) = benches.get(shown) else { return };
        for card in cards.values_mut() {
            if let Card::Challenge(card) = card
                && card.bench_key() == *shown
            {
                card.judge(bench);
            }
        }
    }

    // ---- events

    /// Whether the event that would be sent is one; otherwise the card says why not.
    pub(super) fn event_is_ready(&mut self) -> bool {
        let Some(study) = self.study_mut() else { return true };
        let Some(Card::Event(event)) = study.active_card_mut() else { return self.event_of_pane_is_ready() };
        let ready = event.check();
        if ready {
            event.sent += 1;
        }
        ready
    }

    fn event_of_pane_is_ready(&mut self) -> bool {
        let Some(file) = self.bench_mut().and_then(|bench| bench.code_mut()).filter(|file| file.runs) else {
            return true;
        };
        let wrong = file.event.check().err();
        if let Some(words) = &wrong {
            self.refuse(format!("not sent: the event is not JSON: {words}"));
        }
        wrong.is_none()
    }

    // ---- labs

    /// The lab that belongs beside the page: one on it, else the one its challenge is played in, else the last one before it.
    pub(super) fn lab_of_page(&self) -> Option<String> {
        let study = self.study()?;
        let directives = study.lesson.directives();
        let challenge = directives.iter().find_map(|(page, directive)| match directive {
            Directive::Challenge(challenge) if *page == study.page => Some(super::cards::bench_key(challenge)),
            _ => None,
        });
        let lab = directives.iter().rev().find_map(|(page, directive)| match directive {
            Directive::Lab(lab) if *page <= study.page => Some(lab.id.clone()),
            _ => None,
        });
        challenge.or(lab)
    }

    /// Puts a lab on the bench; one that was there before stands as it was left.
    pub(super) fn show_lab(&mut self, key: &str) {
        let (seed, catalog) = (self.seed, Arc::clone(&self.catalog));
        let Some(study) = self.study() else { return };
        let known = study.benches.contains_key(key);
        let fresh = if known { None } else { self.set_up(key, seed, &catalog) };
        let progress = self.progress.lesson(&study.lesson.head.id).cloned();
        let Some(study) = self.study_mut() else { return };
        match fresh {
            Some(Ok(mut bench)) => {
                if let Some(progress) = &progress {
                    bench.bring_back(progress);
                }
                study.benches.insert(key.to_owned(), bench);
            }
            Some(Err(message)) => {
                study.shown = None;
                return self.notice(message);
            }
            None if !known => {
                study.shown = None;
                return;
            }
            None => {}
        }
        study.shown = Some(key.to_owned());
        // A lab that is not on the screen stands still.
        for (id, bench) in &mut study.benches {
            if id != key {
                let now = bench.now();
                bench.pace.stop(now);
            }
        }
        self.judge_goals();
    }

    fn set_up(
        &self,
        key: &str,
        seed: Option<u64>,
        catalog: &Arc<crate::catalog::Catalog>,
    ) -> Option<Result<super::Bench, Message>> {
        let study = self.study()?;
        let challenge = study.cards.get(key).and_then(|card| match card {
            Card::Challenge(card) => Some(&card.challenge),
            _ => None,
        });
        let lab = study.lesson.lab(challenge.map_or(key, |challenge| &challenge.lab))?;
        let files = &self.library.courses.get(study.course)?.files;
        let spec = Arc::new(LabSpec::parse_beside(&lab.text, &|path| files.text(path)).0?);
        let spec = match challenge.map(|challenge| spec.with(super::cards::pairs(&challenge.start))) {
            None => spec,
            Some(Ok(started)) => Arc::new(started),
            Some(Err(problem)) => {
                return Some(Err(Message { title: "This challenge cannot start".to_owned(), text: problem.message }));
            }
        };
        Some(Ok(super::Bench::new(key, spec, seed, catalog, files)))
    }
}
