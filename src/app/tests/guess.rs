//! Predictions: a guess before the run, and what unlocks it.

use super::*;

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
