//! What events add up to.

use proptest::prelude::*;

use super::*;

fn page(lesson: &str, page: &str) -> ProgressEvent {
    ProgressEvent::PageSeen { lesson: lesson.into(), page: page.into(), pages: 2 }
}

fn tried(met: bool) -> ProgressEvent {
    ProgressEvent::ChallengeTried { lesson: "a".into(), challenge: "fast".into(), met, values: Vec::new() }
}

fn answered(score: f64) -> ProgressEvent {
    let answer = typed("19");
    let (lesson, quiz, question) = ("a".into(), "check".into(), "q".into());
    ProgressEvent::Answered { lesson, quiz, question, score, answer, misconceptions: Vec::new(), draw: None }
}

fn stars(stars: u8) -> ProgressEvent {
    ProgressEvent::StarsEarned { lesson: "a".into(), challenge: "fast".into(), stars }
}

fn after(events: &[ProgressEvent]) -> Progress {
    let mut progress = Progress::default();
    for event in events {
        progress.apply(event);
    }
    progress
}

#[test]
fn a_lesson_goes_from_open_to_done() {
    let opened = ProgressEvent::LessonOpened { lesson: "a".into(), tasks: None };
    let finished = ProgressEvent::LessonFinished { lesson: "a".into() };
    for (events, status, fraction) in [
        (vec![], Status::Open, 0.0),
        (vec![opened.clone()], Status::Started, 0.0),
        (vec![opened.clone(), page("a", "one")], Status::Started, 0.5),
        (vec![page("a", "one"), page("a", "one")], Status::Started, 0.5),
        (vec![page("a", "one"), page("a", "two")], Status::Done, 1.0),
        (vec![page("a", "one"), page("a", "two"), tried(false)], Status::Started, 1.0),
        (vec![page("a", "one"), page("a", "two"), tried(false), tried(true)], Status::Done, 1.0),
        (vec![page("a", "one"), finished], Status::Done, 0.5),
        (vec![page("b", "one")], Status::Open, 0.0),
    ] {
        let progress = after(&events);
        assert_eq!(progress.status("a"), status, "{events:?}");
        assert!((progress.lesson("a").map_or(0.0, LessonProgress::fraction) - fraction).abs() < 1e-9, "{events:?}");
    }
}

#[test]
fn the_learner_continues_where_they_were() {
    assert_eq!(after(&[]).continue_at(), None);
    let progress = after(&[page("a", "one"), page("b", "one"), page("a", "two"), page("a", "one")]);
    assert_eq!(progress.continue_at(), Some(("a", Some("one"))));
    let opened = ProgressEvent::LessonOpened { lesson: "c".into(), tasks: None };
    assert_eq!(after(&[page("a", "one"), opened]).continue_at(), Some(("c", None)));
}

#[test]
fn the_best_counts_and_the_last_is_known() {
    let progress = after(&[answered(0.5), answered(1.0), answered(0.0), stars(3), stars(1), tried(true), tried(false)]);
    let lesson = progress.lesson("a").unwrap();
    let question = &lesson.questions["q"];
    assert_eq!((question.tries, question.best, question.last.as_ref().unwrap().value), (3, 1.0, 0.0));
    assert_eq!(lesson.quiz_score(), Some(1.0));
    assert_eq!((lesson.stars(), progress.stars()), (3, 3));
    assert!(lesson.challenges["fast"].met);
}

#[test]
fn predictions_tasks_hints_and_settings_are_known() {
    let guess = |truth: Option<&str>, right| ProgressEvent::Predicted {
        lesson: "a".into(),
        lab: "burst".into(),
        predict: "p".into(),
        guess: Some("19".into()),
        truth: truth.map(str::to_owned),
        right,
    };
    let task = |done| ProgressEvent::TaskToggled { lesson: "a".into(), task: "try-it".into(), done };
    let hint = |hint| ProgressEvent::HintUsed { lesson: "a".into(), task: "fast".into(), hint };
    let theme = |value: &str| ProgressEvent::SettingChosen { name: "theme".into(), value: value.into() };
    let events = [
        guess(None, None),
        guess(Some("19"), Some(true)),
        task(true),
        hint(2),
        hint(1),
        theme("light"),
        theme("dark"),
        ProgressEvent::Unknown,
    ];
    let progress = after(&events);
    let lesson = progress.lesson("a").unwrap();
    let known = Guess { guess: Some("19".into()), truth: Some("19".into()), right: Some(true) };
    assert_eq!(lesson.prediction("p"), Some(&known));
    assert_eq!(lesson.prediction("other"), None);
    assert_eq!((lesson.task("try-it"), lesson.task("other")), (Some(true), None));
    assert_eq!(lesson.hints["fast"], 2);
    assert_eq!(progress.setting("theme"), Some("dark"));
    assert_eq!(after(&[task(true), task(false)]).lesson("a").unwrap().task("try-it"), Some(false));
}

fn any_event() -> impl Strategy<Value = ProgressEvent> {
    let name = || prop::sample::select(vec!["a", "b"]);
    prop_oneof![
        (name(), name()).prop_map(|(lesson, key)| page(lesson, key)),
        name().prop_map(|lesson| ProgressEvent::LessonOpened { lesson: lesson.into(), tasks: None }),
        (0..=4_u8).prop_map(|quarters| answered(f64::from(quarters) / 4.0)),
        any::<bool>().prop_map(tried),
        (1..=3_u8).prop_map(stars),
        (name(), any::<bool>()).prop_map(|(task, done)| ProgressEvent::TaskToggled {
            lesson: "a".into(),
            task: task.into(),
            done
        }),
        name().prop_map(|value| ProgressEvent::SettingChosen { name: "theme".into(), value: value.into() }),
    ]
}

fn any_log() -> impl Strategy<Value = Vec<Recorded>> {
    let one = (any_event(), 0..5_u64, 0..3_u64);
    proptest::collection::vec(one, 0..30).prop_map(|events| {
        let record = |(count, (event, at_ms, session)): (usize, (ProgressEvent, u64, u64))| Recorded {
            id: EventId { session, count: count as u32 },
            at_ms,
            event,
        };
        events.into_iter().enumerate().map(record).collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_events_does_not_matter(log in any_log(), seed: u64) {
        let mut shuffled = log.clone();
        super::super::shuffle::Shuffle::new(seed, "log").shuffle(&mut shuffled);
        prop_assert_eq!(Progress::of(&log), Progress::of(&shuffled));
    }

    #[test]
    fn two_memories_merge_into_one_whichever_comes_first(log in any_log(), cut in 0..30_usize, overlap in 0..10_usize) {
        let cut = cut.min(log.len());
        let (one, other) = (&log[..cut], &log[cut.saturating_sub(overlap)..]);
        let both = merged(one, other);
        prop_assert_eq!(&both, &merged(other, one));
        prop_assert_eq!(both.len(), log.len());
        prop_assert_eq!(Progress::of(&both), Progress::of(&log));
    }

    #[test]
    fn a_stored_sum_reads_back(log in any_log()) {
        let progress = Progress::of(&log);
        let json = serde_json::to_string(&progress).unwrap();
        prop_assert_eq!(serde_json::from_str::<Progress>(&json).unwrap(), progress);
        for event in log {
            let json = serde_json::to_string(&event).unwrap();
            prop_assert_eq!(serde_json::from_str::<Recorded>(&json).unwrap(), event);
        }
    }
}
