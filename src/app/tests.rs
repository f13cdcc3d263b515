//! The program as a learner uses it: keys go in, the state and what is to be kept come out.

use std::sync::Arc;
use std::time::Duration;

mod author;
mod editing;
mod reading;
mod turn;

use super::*;
use crate::catalog::Catalog;
use crate::course::{Files, Library};
use crate::lab::Budget;
use crate::quiz::{Progress, ProgressEvent};

/// A frame of the screen.
const FRAME: Duration = Duration::from_millis(33);
/// Pieces of work in one frame, more than any test needs.
const PIECES: usize = 10_000;

/// A learner at the keyboard.
struct Session {
    saved: Vec<(String, String)>,
    copied: Vec<String>,
    opened: Vec<String>,
    to_read: Vec<(usize, String)>,
    to_load: Vec<String>,
    app: App,
    kept: Vec<ProgressEvent>,
    outside: Vec<(String, String)>,
    jobs: Vec<Job>,
    /// What only an author asks for.
    asked: Vec<Effect>,
    ended: bool,
}

/// Somebody new, at home.
fn newcomer() -> Session {
    session_with(Library::embedded(), Progress::default(), None)
}

/// Somebody new, in this lesson.
fn session(lesson: &str) -> Session {
    newcomer().goes_to(lesson)
}

/// Somebody new, with a course of one lesson.
fn reader_of(markdown: &str) -> Session {
    let mut files = Files::new();
    files.insert("lesson.md", markdown.as_bytes().to_vec());
    session_with(Library::from_files("lesson", files), Progress::default(), None).press("enter")
}

fn session_with(library: Library, progress: Progress, seed: Option<u64>) -> Session {
    let depth = Depth::True;
    let app = App::new(Opening {
        library: Arc::new(library),
        catalog: Arc::new(Catalog::embedded()),
        progress,
        looks: Looks { theme: Theme::dark(depth), depth, glyphs: Glyphs::UNICODE },
        seed,
        size: (120, 36),
    });
    let (saved, copied, opened, to_read, to_load, asked, outside) = Default::default();
    let (kept, jobs) = (Vec::new(), Vec::new());
    Session { saved, copied, opened, to_read, to_load, app, kept, outside, jobs, asked, ended: false }
}

impl Session {
    fn goes_to(mut self, lesson: &str) -> Self {
        let effects = self.app.open_lesson(lesson).unwrap_or_else(|| panic!("there is a lesson {lesson}"));
        self.perform(effects);
        self
    }

    /// Presses keys, named as in the documentation, one after another.
    fn press(mut self, keys: &str) -> Self {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            let key = Key::parse(key).unwrap_or_else(|| panic!("{key} is a key"));
            self.send(Msg::Key(key));
        }
        self
    }

    /// Types text, letter by letter.
    fn types(mut self, text: &str) -> Self {
        for letter in text.chars() {
            self.send(Msg::Key(Key::char(letter)));
        }
        self
    }

    /// Enters a command line.
    fn commands(self, line: &str) -> Self {
        self.press(":").types(line).press("enter")
    }

    /// Watches for so many frames.
    fn frames(mut self, count: usize) -> Self {
        for _ in 0..count {
            self.send(Msg::Frame { elapsed: FRAME });
            for _ in 0..PIECES {
                if !self.app.work(2_000) {
                    break;
                }
            }
            let effects = self.app.finish_frame();
            self.perform(effects);
        }
        self
    }

    /// Watches until a check is over.
    fn until_checked(mut self) -> Self {
        for _ in 0..PIECES {
            if !self.app.is_checking() {
                return self;
            }
            self = self.frames(1);
        }
        panic!("the check never ends");
    }

    fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.app, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Record(event) => self.kept.push(event),
                Effect::Quit => self.ended = true,
                Effect::StartJob(job) => self.jobs.push(job),
                Effect::CancelJob(id) => self.jobs.retain(|job| job.id != id),
                Effect::Save(name, text) => self.saved.push((name, text)),
                Effect::Check | Effect::Edit { .. } => self.asked.push(effect),
                Effect::Highlight(_) | Effect::Colour(_) | Effect::Suspend => {}
                Effect::EditText { name, text, .. } => self.outside.push((name, text)),
                Effect::ReadLesson { course, lesson } => self.to_read.push((course, lesson)),
                Effect::LoadPicture { path, .. } => self.to_load.push(path),
                Effect::Copy(text) => self.copied.push(text),
                Effect::OpenOutside(address) => self.opened.push(address),
            }
        }
    }

    /// The outside does so much of its jobs, and says how far they are.
    fn works(mut self, events: u64) -> Self {
        for mut job in std::mem::take(&mut self.jobs) {
            if job.step(&mut Budget::events(events)) {
                self.send(Msg::JobDone(job.id, job.finish()));
            } else {
                self.send(Msg::JobProgress(job.id, job.progress()));
                self.jobs.push(job);
            }
        }
        self
    }

    fn study(&self) -> &Study {
        self.app.study().expect("a lesson is open")
    }

    fn bench(&self) -> &Bench {
        self.app.bench().expect("a lab is on the bench")
    }

    fn card(&self, id: &str) -> &Card {
        &self.study().cards[id]
    }

    fn footer(&self) -> Vec<String> {
        keymap::footer(&self.app).into_iter().map(|row| row.label.into_owned()).collect()
    }

    fn at(&self) -> (String, usize) {
        (self.study().lesson.head.id.clone(), self.study().page)
    }

    /// The same learner, the next day.
    fn next_day(self) -> Self {
        let mut progress = Progress::default();
        self.kept.iter().for_each(|event| progress.apply(event));
        session_with(Library::embedded(), progress, None)
    }
}

// ---- reading

#[test]
fn a_newcomer_opens_the_first_lesson_and_turns_pages() {
    let learner = newcomer().press("enter");
    assert_eq!(learner.at(), ("servers-you-never-see".to_owned(), 0));
    let learner = learner.press("n n");
    assert_eq!(learner.study().page, 2);
    let learner = learner.press("p");
    assert_eq!(learner.study().page, 1);
}

#[test]
fn the_last_page_leads_to_the_next_lesson_and_finishes_this_one() {
    let mut learner = session("servers-you-never-see");
    for _ in 0..30 {
        if learner.study().is_last_page() && !learner.study().has_more() {
            break;
        }
        learner = learner.press("n");
    }
    assert!(learner.footer().contains(&"next lesson".to_owned()));
    let learner = learner.press("n");
    assert_eq!(learner.at().0, "pay-for-the-meal");
    assert!(learner.kept.contains(&ProgressEvent::LessonFinished { lesson: "servers-you-never-see".to_owned() }));
}

#[test]
fn the_next_day_the_lesson_opens_where_it_was_left() {
    let learner = session("cold-starts").press("n n").next_day();
    let map = learner.app.map();
    let chosen = &map[learner.app.home().expect("at home").selected];
    assert_eq!(chosen.lesson, "cold-starts");
    let learner = learner.press("c");
    assert_eq!(learner.at(), ("cold-starts".to_owned(), 2));
}

#[test]
fn a_pause_is_revealed_before_the_page_turns() {
    let learner = reader_of("# One\n\nfirst\n\n<!-- pause -->\n\nsecond\n\n<!-- pagebreak -->\n\n# Two\n");
    let seen = learner.study().blocks().len();
    let learner = learner.press("n");
    assert_eq!(learner.study().page, 0);
    assert!(learner.study().blocks().len() > seen);
    assert_eq!(learner.press("n").study().page, 1);
}

#[test]
fn links_lead_there_and_back_again() {
    let mut learner = session("cold-starts").press("n");
    learner.send(Msg::Follow(crate::course::LinkTarget::Lesson { id: "pay-for-the-meal".to_owned(), anchor: None }));
    assert_eq!(learner.at(), ("pay-for-the-meal".to_owned(), 0));
    let learner = learner.press("backspace");
    assert_eq!(learner.at(), ("cold-starts".to_owned(), 1));
    let learner = learner.press("alt-right");
    assert_eq!(learner.at().0, "pay-for-the-meal");
}

#[test]
fn a_term_opens_its_card_and_escape_closes_it() {
    let mut learner = session("cold-starts");
    learner.send(Msg::Follow(crate::course::LinkTarget::Term("cold start".to_owned())));
    assert!(matches!(&learner.app.overlay, Some(Overlay::Term(term)) if term.name.eq_ignore_ascii_case("cold start")));
    assert!(learner.press("esc").app.overlay.is_none());
}

#[test]
fn a_ticked_box_is_ticked_the_next_day() {
    let learner = session("cold-starts").press("n");
    let task = learner.app.next_task().expect("a task on the page");
    let learner = learner.press("x");
    assert!(learner.study().ticked.contains(&task));
    let learner = learner.next_day().goes_to("cold-starts");
    assert!(learner.study().ticked.contains(&task));
}

/// A lab and what to do with it.
const ERRANDS: &str = "---
title: Errands
id: errands
---

# Errands

```lab id=desk
[functions.hello]
memory_mb = 128

[[actions]]
key = \"b\"
label = \"Three\"
run = \"invoke hello 3\"
```

- [ ] Press <kbd>b</kbd>, then <kbd>R</kbd>
- [ ] Read the bill
- [ ] Press <kbd>b</kbd>
";

#[test]
fn a_task_ticks_itself_when_its_keys_have_been_used_in_order() {
    let ticked = |learner: &Session| learner.study().ticked.len();
    let learner = reader_of(ERRANDS).press("R");
    assert_eq!(ticked(&learner), 0, "R comes second");
    let learner = learner.press("b").frames(2);
    assert_eq!(ticked(&learner), 0, "half done");
    let learner = learner.press(": esc > R").frames(2);
    assert_eq!(ticked(&learner), 1, "what else was done in between does not matter");
    let learner = learner.press("b");
    assert_eq!(ticked(&learner), 2, "a task without keys is the learner's to tick, and holds up no other");
    assert!(learner.app.next_task().is_some_and(|task| task.contains("bill")));
    let learner = learner.press("b R b");
    assert_eq!(ticked(&learner), 2, "what is ticked stays ticked");
}

#[test]
fn a_step_on_another_page_is_forgotten() {
    let text = format!("{ERRANDS}\n<!-- pagebreak -->\n\n## Over\n");
    let learner = reader_of(&text).press("b").frames(2).press("n p R");
    assert!(learner.study().ticked.is_empty());
}

#[test]
fn the_table_of_contents_leads_anywhere() {
    let learner = session("cold-starts").press("t");
    let Some(Overlay::Contents(picker)) = &learner.app.overlay else { panic!("contents") };
    let row = picker.rows.iter().position(|row| row.text == "Pay for the meal").expect("every lesson is listed");
    let mut learner = learner;
    learner.send(Msg::Pick(row));
    assert_eq!(learner.at().0, "pay-for-the-meal");
}

#[test]
fn search_finds_words_as_they_are_typed() {
    let learner = session("cold-starts").press("/").types("theatre");
    let Some(Overlay::Search(search)) = &learner.app.overlay else { panic!("search") };
    assert!(!search.picker.rows.is_empty());
    let learner = learner.press("enter");
    assert!(learner.app.overlay.is_none());
    assert_eq!(learner.at().0, "cold-starts");
}

#[test]
fn a_new_size_loses_nothing() {
    let mut learner = session("cold-starts").press("n").types("19");
    for size in [(80, 24), (10, 3), (200, 60), (120, 36)] {
        learner.send(Msg::Resize(size.0, size.1));
    }
    assert_eq!(learner.study().page, 1);
    let Card::Predict(card) = learner.card("twenty-at-once") else { panic!("a prediction") };
    assert_eq!(card.entry.input().value(), "19");
}

// ---- predicting and running

#[test]
fn the_run_keys_wait_for_the_guess() {
    let learner = session("cold-starts").press("n");
    assert_eq!(learner.app.locked_by(), Some("twenty-at-once"));
    assert!(learner.footer().contains(&"commit".to_owned()));
    assert!(!learner.footer().contains(&"Burst of 20".to_owned()));
    let learner = learner.press("i b").frames(3);
    assert!(!learner.bench().has_begun());
    let learner = learner.commands("invoke heavy-init");
    assert!(matches!(&learner.app.overlay, Some(Overlay::Command(line)) if line.problem.is_some()));
}

#[test]
fn a_guess_is_compared_with_the_learners_own_run() {
    let learner = session("cold-starts").press("n").types("19").press("enter");
    assert_eq!(learner.app.locked_by(), None);
    assert!(learner.footer().contains(&"Burst of 20".to_owned()));
    let learner = learner.press("space").commands("ff 1m").frames(3).press("b").commands("ff 1m").frames(3);
    let Card::Predict(card) = learner.card("twenty-at-once") else { panic!("a prediction") };
    let PredictStage::Revealed { guess, truth } = &card.stage else { panic!("revealed, not {:?}", card.stage) };
    assert_eq!(guess.as_ref().map(answer_text).as_deref(), Some("19"));
    assert_eq!((truth.text.as_str(), truth.measured), ("19", true));
    assert_eq!(truth.verdict, Some(crate::quiz::Verdict::Right));
    let kept =
        |event: &&ProgressEvent| matches!(event, ProgressEvent::Predicted { truth: Some(_), right: Some(true), .. });
    assert_eq!(learner.kept.iter().filter(kept).count(), 1);
}

#[test]
fn a_skipped_guess_unlocks_and_is_remembered() {
    let learner = session("cold-starts").press("n s");
    assert_eq!(learner.app.locked_by(), None);
    let learner = learner.next_day().goes_to("cold-starts");
    assert_eq!(learner.study().page, 1);
    assert_eq!(learner.app.locked_by(), None);
}

#[test]
fn a_guess_that_is_no_number_says_so() {
    let learner = session("cold-starts").press("n enter");
    assert_eq!(learner.app.locked_by(), Some("twenty-at-once"));
    assert!(learner.app.status.as_ref().is_some_and(|status| status.wrong));
}

/// What stands in the field of a guess.
fn written(learner: &Session, card: &str) -> String {
    let Card::Predict(card) = learner.card(card) else { panic!("a prediction") };
    card.entry.input().value().to_owned()
}

#[test]
fn everything_a_number_is_written_with_goes_to_its_field() {
    for text in ["0.2", ".5", "0,2", "-3", "$1.20", "7.4 %", "2e-7", "5 ms", "12bm", "19 env", "5ms"] {
        let learner = session("cold-starts").press("n");
        let speed = learner.bench().pace.speed;
        let learner = learner.types(text);
        assert_eq!(written(&learner, "twenty-at-once"), text);
        assert_eq!(learner.app.locked_by(), Some("twenty-at-once"), "{text} skips nothing");
        assert!((learner.bench().pace.speed - speed).abs() < f64::EPSILON, "{text} is not the clock's");
        assert!(!learner.bench().has_begun(), "{text} runs nothing");
    }
}

#[test]
fn after_escape_or_an_empty_field_keys_are_keys_again() {
    let learner = session("cold-starts").press("n").types("19").press("esc");
    assert_eq!(written(&learner, "twenty-at-once"), "19");
    assert!(learner.footer().contains(&"skip".to_owned()));
    assert_eq!(learner.press("n").study().page, 2);
    let learner = session("cold-starts").press("n").types("1").press("backspace s");
    assert_eq!(learner.app.locked_by(), None);
}

#[test]
fn a_number_in_a_quiz_keeps_its_letters_too() {
    let markdown = "# A lab\n\n```lab id=one\n[functions.hello]\nmemory_mb = 128\n```\n\n```quiz id=how-long\n[[questions]]\nid = \"a-b\"\ntype = \"Numeric\"\nprompt.prompt = \"How long?\"\nprompt.unit = \"ms\"\nanswer.answer = 5\n```\n";
    let learner = reader_of(markdown).press("enter").types("0.005 s");
    let typed = |learner: &Session| match learner.study().active_card() {
        Some(Card::Quiz(quiz)) => quiz.input().value().to_owned(),
        _ => panic!("a quiz"),
    };
    assert_eq!(typed(&learner), "0.005 s");
    let learner = learner.press("esc");
    assert!(learner.study().answering && !learner.study().typing);
    let learner = learner.press("enter");
    assert!(learner.kept.iter().any(|event| matches!(event, ProgressEvent::Answered { score, .. } if *score >= 1.0)));
}

#[test]
fn a_locked_lab_says_what_comes_first() {
    for key in ["b", "i", "space", "right", "+", "m"] {
        let learner = session("cold-starts").press("n").press(key);
        let status = learner.app.status.as_ref().unwrap_or_else(|| panic!("{key} says something"));
        assert_eq!(status.text, "First your guess: enter commits it, s skips", "{key}");
    }
}

#[test]
fn a_step_on_a_fresh_lab_leads_on() {
    for lab in ["[load]\nshape = \"steady\"\nrps = 10\n", "[load]\nshape = \"poisson\"\nrps = 10\n", ""] {
        let markdown = format!("# A lab\n\n```lab id=one\n{lab}[functions.hello]\nmemory_mb = 128\n```\n");
        let mut learner = reader_of(&markdown);
        let mut before = learner.bench().now();
        for _ in 0..3 {
            learner = learner.press("right").frames(2);
            assert!(learner.bench().pace.fast_forward.is_none() && !learner.app.wants_frames(), "{lab}");
            assert!(lab.is_empty() || learner.bench().now() > before, "{lab}");
            before = learner.bench().now();
        }
    }
}

#[test]
fn who_comes_back_to_a_lesson_finds_its_lab_standing_as_it_was_left() {
    let learner = session("cold-starts").press("n s b").frames(5).commands("fork kept").press("q");
    assert!(learner.app.home().is_some());
    let learner = learner.frames(5).goes_to("cold-starts");
    let bench = learner.bench();
    assert!(bench.pace.paused && bench.now().as_micros() > 0);
    assert_eq!((bench.history().fork_count(), bench.history().commands().is_empty()), (2, false));
}

#[test]
fn the_command_line_opens_on_the_course_map_and_says_what_needs_a_lesson() {
    let learner = newcomer().commands("pause");
    let Some(Overlay::Command(line)) = &learner.app.overlay else { panic!("the line stays open") };
    assert_eq!(line.problem.as_ref().map(|problem| problem.message.as_str()), Some("no lab here"));
    let learner = newcomer().commands("open cold-starts");
    assert!(learner.app.overlay.is_none() && learner.app.study().is_some());
    assert!(newcomer().commands("quit").ended);
}

#[test]
fn a_setting_leaves_a_standing_clock_alone() {
    let learner = session("cold-starts").press("n s m + -");
    assert!(learner.bench().pace.paused);
    assert!(!learner.press("b").bench().pace.paused);
}

#[test]
fn a_jump_beyond_the_end_says_so() {
    let lab = "# A lab\n\n```lab id=one\n[functions.hello]\nmemory_mb = 128\n\n[time]\nduration = \"1h\"\n```\n";
    let learner = reader_of(lab).commands("ff 90d");
    let said = |learner: &Session| learner.app.status.as_ref().map(|status| status.text.clone());
    assert_eq!(said(&learner).as_deref(), Some("to the end of the lab (1h); R starts afresh"));
    let learner = learner.frames(3).commands("ff 1m").frames(3);
    assert_eq!(said(&learner).as_deref(), Some("the lab is over; R starts afresh"));
    assert!(!learner.app.wants_frames());
}

#[test]
fn invoking_shows_a_cold_start_and_then_a_warm_one() {
    let learner = session("servers-you-never-see").press("n s i").frames(60).press("i").frames(60);
    let totals = learner.bench().snapshot.totals;
    assert_eq!((totals.invocations, totals.cold_starts), (2, 1));
    assert!(learner.bench().snapshot.invoice.lines.iter().any(|line| line.item.contains("Requests")));
}

#[test]
fn the_clock_obeys() {
    let lab = "# A lab\n\n```lab id=one\n[functions.hello]\nmemory_mb = 128\n\n[time]\nspeed = 30\n```\n";
    let learner = reader_of(lab).press("space").frames(10);
    let now = learner.bench().now();
    assert_eq!(now.as_micros(), 10 * 33_000 * 30);
    let learner = learner.press("space").frames(10);
    assert_eq!(learner.bench().now(), now);
    assert!(!learner.app.wants_frames());
    let learner = learner.press("> >").press("space").frames(1);
    assert!((learner.bench().pace.speed - 100.0).abs() < f64::EPSILON);
    assert_eq!(learner.bench().now().since(now).as_micros(), 33_000 * 100);
}

#[test]
fn stepping_goes_from_event_to_event_and_stops() {
    let learner = session("servers-you-never-see").press("n s i right").frames(2);
    assert!(learner.bench().pace.paused);
    let first = learner.bench().now();
    let learner = learner.press("right").frames(2);
    assert!(learner.bench().now() > first);
    assert!(!learner.app.wants_frames());
}

#[test]
fn a_jump_can_be_cancelled() {
    let mut learner = session("cold-starts").press("n s").commands("ff 30m");
    learner.send(Msg::Frame { elapsed: FRAME });
    learner.app.work(10);
    assert!(learner.app.wants_frames());
    assert!(learner.footer().contains(&"cancel".to_owned()));
    let learner = learner.press("esc");
    assert!(!learner.app.wants_frames());
    assert!(learner.bench().now().as_secs_f64() < 1800.0);
}

#[test]
fn controls_step_through_their_values_and_commands_move_them() {
    let learner = session("cold-starts").press("n s");
    let memory = |learner: &Session| {
        let controls = &learner.bench().controls;
        controls.iter().find(|control| control.target.ends_with("memory_mb")).map(|control| control.value.clone())
    };
    assert_eq!(memory(&learner).as_deref(), Some("512"));
    let learner = learner.press("m");
    assert_eq!(memory(&learner).as_deref(), Some("1024"));
    let learner = learner.press("M");
    assert_eq!(memory(&learner).as_deref(), Some("512"));
    let learner = learner.commands("set heavy-init.memory_mb 1769");
    assert_eq!(memory(&learner).as_deref(), Some("1769"));
}

#[test]
fn a_reset_begins_again_and_keeps_the_panes() {
    let learner = session("cold-starts").press("n s b").frames(5).press("R");
    assert_eq!(learner.bench().now().as_micros(), 0);
    assert_eq!(learner.bench().snapshot.totals.requests, 0);
    assert!(!learner.bench().watch.is_empty());
}

// ---- the command line

#[test]
fn the_command_line_says_what_was_wrong_and_keeps_the_line() {
    let learner = session("cold-starts").press("n s").commands("invok heavy-init");
    let Some(Overlay::Command(line)) = &learner.app.overlay else { panic!("the line stays") };
    assert_eq!(line.input.value(), "invok heavy-init");
    let problem = line.problem.as_ref().expect("a problem");
    assert_eq!(problem.help.as_deref(), Some("did you mean `invoke`?"));
}

#[test]
fn completion_knows_verbs_functions_targets_and_values() {
    let learner = session("cold-starts").press("n s :").types("inv").press("tab");
    let line = |learner: &Session| match &learner.app.overlay {
        Some(Overlay::Command(line)) => line.input.value().to_owned(),
        _ => panic!("the command line"),
    };
    assert_eq!(line(&learner), "invoke ");
    let learner = learner.press("tab");
    assert_eq!(line(&learner), "invoke heavy-init ");
    let learner = learner.press("esc :").types("set memory").press("tab");
    assert!(line(&learner).starts_with("set functions.heavy-init.memory_mb"), "{}", line(&learner));
}

#[test]
fn lines_come_back_from_the_history() {
    let learner = session("cold-starts").press("n s").commands("load 5 steady").press(": up");
    assert!(matches!(&learner.app.overlay, Some(Overlay::Command(line)) if line.input.value() == "load 5 steady"));
}

#[test]
fn other_colours_are_a_command_away_and_remembered() {
    let learner = newcomer().press("enter").commands("theme light");
    assert_eq!(learner.app.looks.theme.name, "light");
    assert!(
        learner
            .kept
            .iter()
            .any(|event| matches!(event, ProgressEvent::SettingChosen { value, .. } if value == "light"))
    );
}

// ---- challenges and quizzes

#[test]
fn a_challenge_fails_as_it_starts_and_passes_with_the_solution() {
    let learner = session("servers-you-never-see");
    let learner = learner.at_card("postcards-for-all").press("enter").until_checked();
    let result = |learner: &Session| match learner.card("postcards-for-all") {
        Card::Challenge(card) => card.result.clone().expect("a result"),
        _ => panic!("a challenge"),
    };
    assert!(!result(&learner).passed);
    let learner = learner.commands("set postcard.memory_mb 1024").press("enter").until_checked();
    assert!(result(&learner).passed, "{:?}", result(&learner));
    assert_eq!(result(&learner).stars, 3);
    assert!(learner.kept.iter().any(|event| matches!(event, ProgressEvent::StarsEarned { stars: 3, .. })));
}

#[test]
fn each_hint_costs_a_star_and_the_solution_all_of_them() {
    let learner = session("servers-you-never-see").at_card("postcards-for-all");
    let left = |learner: &Session| match learner.card("postcards-for-all") {
        Card::Challenge(card) => card.stars_left(),
        _ => panic!("a challenge"),
    };
    assert_eq!(left(&learner), 3);
    let learner = learner.press("h");
    assert_eq!(left(&learner), 2);
    let learner = learner.press("h h");
    assert_eq!(left(&learner), 1);
    assert!(!learner.footer().contains(&"hint".to_owned()));
    let learner = learner.press("w");
    assert_eq!(left(&learner), 0);
    let learner = learner.next_day().goes_to("servers-you-never-see");
    assert_eq!(left(&learner), 0);
}

#[test]
fn what_a_challenge_fixes_cannot_be_changed() {
    let learner =
        session("servers-you-never-see").at_card("postcards-for-all").commands("set load.rps 1").press("enter");
    let Card::Challenge(card) = learner.card("postcards-for-all") else { panic!("a challenge") };
    let objection = card.result.as_ref().and_then(|result| result.objection.clone()).expect("an objection");
    assert!(objection.contains("load.rps"), "{objection}");
}

#[test]
fn a_quiz_takes_digits_and_says_how_it_went() {
    let mut learner = session("cold-starts").at_card("cold-starts-check").press("enter");
    let mut questions = 0;
    while learner.study().answering && questions < 20 {
        questions += 1;
        learner = learner.press("1 enter").press("enter");
    }
    let Card::Quiz(quiz) = learner.card("cold-starts-check") else { panic!("a quiz") };
    let result = quiz.result().expect("finished");
    assert_eq!(result.questions, questions);
    let answered = learner.kept.iter().filter(|event| matches!(event, ProgressEvent::Answered { .. }));
    assert_eq!(answered.count(), questions);
}

/// A lesson of one lab, one page and one quiz of two questions.
const LAB_WITH_QUIZ: &str = "# A lab\n\n```lab id=one\n[functions.hello]\nmemory_mb = 128\n```\n\n```quiz id=a-quiz\n[[questions]]\nid = \"q-one\"\ntype = \"MultipleChoice\"\nprompt.prompt = \"Which?\"\nprompt.distractors = [\"wrong\"]\nanswer.answer = \"right\"\n\n[[questions]]\nid = \"q-two\"\ntype = \"MultipleChoice\"\nprompt.prompt = \"Which now?\"\nprompt.distractors = [\"wrong\"]\nanswer.answer = \"right\"\n```\n";

#[test]
fn enter_answers_with_the_choice_under_the_cursor() {
    let learner = reader_of(LAB_WITH_QUIZ).press("enter down enter");
    let Some(Card::Quiz(quiz)) = learner.study().active_card() else { panic!("a quiz") };
    assert!(quiz.is_picked(1) && quiz.grade().is_some());
}

#[test]
fn a_quiz_that_was_left_goes_on_with_its_question() {
    let learner = reader_of(LAB_WITH_QUIZ).press("enter enter enter");
    assert!(!learner.footer().contains(&"invoke".to_owned()), "{:?}", learner.footer());
    let learner = learner.press("esc");
    assert_eq!(learner.footer()[0], "go on with question 2");
    let learner = learner.press("enter enter");
    assert_eq!(learner.footer()[0], "result");
}

#[test]
fn a_lesson_is_done_with_its_quiz_and_not_by_its_last_page() {
    let standing = |learner: &Session| learner.app.map()[0].standing;
    let learner = reader_of(LAB_WITH_QUIZ);
    assert_eq!(standing(&learner), Standing::Begun(1, 1));
    let learner = learner.press("n");
    assert!(learner.app.home().is_some());
    assert_eq!(standing(&learner), Standing::Begun(1, 1));
    assert!(learner.app.where_left_off().is_some());
    let learner = learner.press("c enter enter enter enter enter");
    assert_eq!(standing(&learner), Standing::Done);
    assert_eq!(learner.app.where_left_off(), None);
}

#[test]
fn a_done_lesson_is_followed_by_the_next_one() {
    let mut learner = session("servers-you-never-see");
    let tasks = learner.kept.iter().find_map(|event| match event {
        ProgressEvent::LessonOpened { tasks, .. } => tasks.clone(),
        _ => None,
    });
    for page in learner.study().lesson.pages.clone() {
        let lesson = "servers-you-never-see".to_owned();
        learner.kept.push(ProgressEvent::PageSeen { lesson, page: page.id, pages: 1 });
    }
    for task in tasks.expect("the lesson has tasks") {
        let lesson = "servers-you-never-see".to_owned();
        learner.kept.push(ProgressEvent::ChallengeTried { lesson, challenge: task, met: true, values: Vec::new() });
    }
    let learner = learner.next_day();
    assert_eq!(learner.press("c").at().0, "pay-for-the-meal");
}

#[test]
fn an_event_can_be_edited_and_is_checked_before_it_is_sent() {
    let learner = reader_of(LAB_WITH_EVENT).press("enter").types("x").press("ctrl-s");
    let event = |learner: &Session| match learner.study().active_card() {
        Some(Card::Event(event)) => (event.sent, event.complaint.is_some()),
        _ => panic!("an event"),
    };
    assert_eq!(event(&learner), (0, true));
    let learner = learner.press("backspace ctrl-s").frames(30);
    assert_eq!(event(&learner), (1, false));
    assert_eq!(learner.bench().snapshot.totals.requests, 1);
}

const LAB_WITH_EVENT: &str =
    "# A lab\n\n```lab id=one\n[functions.hello]\nmemory_mb = 128\n```\n\n```event test\n{}\n```\n";

impl Session {
    /// Turns pages until the card is the one that keys go to.
    fn at_card(mut self, id: &str) -> Self {
        for _ in 0..40 {
            if self.study().active.as_deref() == Some(id) {
                return self;
            }
            if matches!(self.study().active_card(), Some(Card::Predict(card)) if card.locks()) {
                self = self.press("s");
            }
            self = self.press("n");
        }
        panic!("there is no card {id}");
    }
}

// ---- keys

/// States a learner can be in, with what leads there.
fn states() -> Vec<(&'static str, Session)> {
    vec![
        ("at home", newcomer()),
        ("on a page of text", session("cold-starts")),
        ("before a guess", session("cold-starts").press("n")),
        ("after a guess", session("cold-starts").press("n s")),
        ("while a lab runs", session("cold-starts").press("n s b").frames(3)),
        ("back in time", session("cold-starts").press("n s b").frames(9).press("space ctrl-home")),
        (
            "beside another run",
            session("cold-starts").press("n s b").frames(9).commands("compare memory_mb=1024").frames(3),
        ),
        ("in the branches", session("cold-starts").press("n s b").frames(9).commands("fork").press("ctrl-f")),
        ("during a jump", session("cold-starts").press("n s").commands("ff 30m")),
        ("at a challenge", session("servers-you-never-see").at_card("postcards-for-all")),
        ("during a check", session("servers-you-never-see").at_card("postcards-for-all").press("enter")),
        ("before a quiz", session("cold-starts").at_card("cold-starts-check")),
        ("in a quiz", session("cold-starts").at_card("cold-starts-check").press("enter")),
        ("at an event", reader_of(LAB_WITH_EVENT)),
        ("editing an event", reader_of(LAB_WITH_EVENT).press("enter")),
        ("in the help", newcomer().press("?")),
        ("in the command line", session("cold-starts").press(":")),
        ("in the contents", session("cold-starts").press("t")),
        ("in the search", session("cold-starts").press("/").types("cold")),
        ("in every other lab", session("concurrency-not-rps").press("n s")),
    ]
}

#[test]
fn no_two_rows_share_a_key_in_any_state() {
    for (state, learner) in states() {
        let mut seen: Vec<Key> = Vec::new();
        for row in keymap::active(&learner.app) {
            for key in row.keys {
                assert!(!seen.contains(&key), "{state}: {key} has two meanings");
                seen.push(key);
            }
        }
    }
}

#[test]
fn what_the_footer_lists_does_what_it_says() {
    for (state, learner) in states() {
        for row in keymap::footer(&learner.app) {
            for key in &row.keys {
                assert_eq!(keymap::lookup(&learner.app, *key), Some(row.action), "{state}: {key} {}", row.label);
            }
        }
    }
}

#[test]
fn every_state_has_help_and_a_way_out() {
    for (state, learner) in states() {
        let quit = keymap::lookup(&learner.app, Key::ctrl('c'));
        assert_eq!(quit, Some(Action::Quit), "{state}");
        let help = keymap::help(&learner.app);
        assert!(help.iter().map(|(_, rows)| rows.len()).sum::<usize>() > 20, "{state}");
    }
}

#[test]
fn any_key_in_any_state_is_survived() {
    let keys = "enter esc tab shift-tab space backspace up down left right pgup pgdn home end del a b c d h i m n o p r s t v w x f F R C + - < > , . 1 9 ? : / ctrl-g ctrl-s alt-left alt-right shift-left shift-right ctrl-left ctrl-right ctrl-home ctrl-end ctrl-f";
    for (_, learner) in states() {
        learner.press(keys).press(keys).frames(2);
    }
}

#[test]
fn keys_that_are_clicked_do_the_same() {
    let mut learner = session("cold-starts");
    learner.send(Msg::Do(Action::NextPage));
    assert_eq!(learner.study().page, 1);
    learner.send(Msg::Card("twenty-at-once".to_owned()));
    learner.send(Msg::Do(Action::Skip));
    assert_eq!(learner.app.locked_by(), None);
    learner.send(Msg::Focus(Some("bill".to_owned())));
    assert_eq!(learner.study().focus.as_deref(), Some("bill"));
}

#[test]
fn leaving_a_lesson_goes_home_and_leaving_home_ends() {
    let learner = session("cold-starts").press("q");
    assert!(learner.app.home().is_some() && !learner.ended);
    assert!(learner.press("q").ended);
}

// ---- nothing is global

#[test]
fn twenty_programs_in_one_process_do_not_disturb_each_other() {
    let start =
        |seed| session_with(Library::embedded(), Progress::default(), Some(seed)).goes_to("concurrency-not-rps");
    let play = |learner: Session| learner.press("n s space").frames(1);
    let alone: Vec<u64> = (0..20).map(|seed| play(start(seed)).frames(15).bench().journal_hash()).collect();
    let mut together: Vec<Session> = (0..20).map(|seed| play(start(seed))).collect();
    for _ in 0..15 {
        together = together.into_iter().map(|learner| learner.frames(1)).collect();
    }
    let hashes: Vec<u64> = together.iter().map(|learner| learner.bench().journal_hash()).collect();
    assert_eq!(hashes, alone);
    let mut distinct = hashes.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 20, "other seeds, other runs");
}

#[test]
fn nothing_moves_and_nothing_is_drawn() {
    let mut learner = session("cold-starts");
    learner.app.drawn();
    learner.send(Msg::Frame { elapsed: FRAME });
    assert!(learner.app.finish_frame().is_empty());
    assert!(!learner.app.is_dirty() && !learner.app.wants_frames());
}

// ---- tuning

/// A lab of one function with a load, and no end of its own.
fn tuner() -> Session {
    reader_of(
        "# Tune\n\n```lab id=one\n[functions.f]\nruntime = \"modelled\"\n[functions.f.model]\ncpu = 40\nwait = 20\n[load]\nshape = \"poisson\"\nrps = 2\n```\n",
    )
}

fn tune(learner: &Session) -> &Tune {
    match &learner.app.overlay {
        Some(Overlay::Tune(tune)) => tune,
        other => panic!("no sweep on the screen: {other:?}"),
    }
}

#[test]
fn a_sweep_is_played_in_the_background_and_its_best_point_is_chosen() {
    let learner = tuner().commands("tune memory_mb=128..3008 for 10m").works(2_000);
    assert!(tune(&learner).table().is_none());
    assert!(learner.app.jobs.any(), "the screen goes on meanwhile");
    let learner = learner.works(u64::MAX);
    let view = tune(&learner);
    let table = view.table().expect("it is done");
    assert_eq!((Some(view.selected), table.rows.len()), (table.best, 6));
    assert_eq!(view.about, "10 min at each point");
    let learner = learner.press("left left enter");
    assert!(learner.app.overlay.is_none());
    assert_eq!(learner.bench().changes(), [("functions.f.memory_mb".to_owned(), "512".to_owned())]);
    assert!(learner.app.status.as_ref().is_some_and(|status| status.text.contains("memory_mb 512")));
}

#[test]
fn escape_ends_the_work_and_what_comes_of_it_is_dropped() {
    let mut learner = tuner().press("T").works(2_000);
    let job = learner.jobs.pop().expect("the job was begun");
    learner.jobs.clear();
    let learner = learner.press("esc");
    assert!(learner.app.overlay.is_none() && !learner.app.jobs.any());
    let mut learner = learner;
    let mut job = job;
    while !job.step(&mut Budget::unlimited()) {}
    learner.send(Msg::JobDone(job.id, job.finish()));
    assert!(learner.app.overlay.is_none(), "nobody asked for it any more");
    let mut lost = tuner().press("T");
    let id = lost.jobs[0].id;
    lost.send(Msg::JobLost(id));
    assert!(lost.app.status.is_some_and(|status| status.wrong));
}

#[test]
fn what_was_done_to_the_lab_is_done_at_every_point() {
    let quiet = reader_of("# Tune\n\n```lab id=one\n[functions.f]\n[functions.f.model]\ncpu = 40\n```\n");
    let learner = quiet.commands("invoke f 20").frames(3).commands("tune memory_mb=128,1024").works(u64::MAX);
    let requests = |row: &crate::lab::sweep::Row| row.metrics.value("requests");
    assert!(tune(&learner).table().unwrap().rows.iter().all(|row| requests(row) == Some(20.0)));
}

#[test]
fn a_sweep_that_makes_no_sense_says_why_in_the_line() {
    let problem = |line: &str| {
        let learner = tuner().commands(line);
        match learner.app.overlay {
            Some(Overlay::Command(line)) => line.problem.map(|problem| (problem.span, problem.message)),
            _ => None,
        }
    };
    assert_eq!(problem("tune memroy=1..2"), Some((5..11, "unknown setting `memroy`".to_owned())));
    assert_eq!(problem("tune memory=128..512 best p95_m").unwrap().0, 26..31);
    assert_eq!(problem("tune"), Some((4..4, "which setting is to be tuned?".to_owned())));
}
