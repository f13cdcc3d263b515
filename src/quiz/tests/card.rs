//! A quiz as it is taken.

use tui_input::InputRequest;

use super::*;

fn card(texts: &[&str]) -> QuizCard {
    let (mut quiz, problems) = Quiz::parse(&texts.concat(), &our_rules());
    assert_eq!(problems, []);
    quiz.id = "check".into();
    QuizCard::new(Arc::new(quiz), "cold-starts", 7)
}

fn write(card: &mut QuizCard, text: &str) {
    text.chars().for_each(|character| card.edit(InputRequest::InsertChar(character)));
}

/// Picks a choice by its text.
fn choose(card: &mut QuizCard, text: &str) {
    let Some(Form::Choose { choices, .. }) = card.asked().map(|asked| asked.form.clone()) else { panic!() };
    card.pick_at(choices.iter().position(|choice| choice == text).unwrap());
}

#[test]
fn from_the_first_question_to_the_result() {
    let mut card = card(&[PINGER, COST]);
    assert_eq!(card.place(), (1, 2));
    choose(&mut card, "Cold starts disappear");
    let event = card.submit().unwrap();
    let answered = ProgressEvent::Answered {
        lesson: "cold-starts".into(),
        quiz: "check".into(),
        question: "cs-pinger".into(),
        score: 0.0,
        answer: picked(&["Cold starts disappear"]),
        misconceptions: vec!["M08".into()],
        draw: Some(7),
    };
    assert_eq!(event, answered);
    assert_eq!(card.grade().unwrap().verdict(), Verdict::Wrong);
    card.next();
    assert_eq!((card.place(), card.grade()), ((2, 2), None));
    write(&mut card, "1");
    assert!(card.submit().is_some());
    assert_eq!(card.result(), None);
    card.next();
    let missed = vec![(1, "A schedule calls the function every five minutes. What changes?".to_owned())];
    let result = QuizResult { questions: 2, right: 1, missed, score: 0.5, misconceptions: vec!["M08".into()] };
    assert_eq!(card.result(), Some(result));
    assert!(card.asked().is_none());
    card.again();
    assert_eq!((card.place(), card.result()), ((1, 2), None));
}

#[test]
fn an_answer_cannot_be_changed_once_it_is_graded() {
    let mut card = card(&[COST]);
    write(&mut card, "5");
    card.submit().unwrap();
    write(&mut card, "1");
    card.move_item(1);
    card.pick();
    assert_eq!(card.submit(), None);
    assert_eq!(card.input().value(), "5");
}

#[test]
fn a_single_choice_replaces_and_several_add_up() {
    let mut one = card(&[PINGER]);
    one.pick();
    one.move_cursor(2);
    one.pick();
    assert_eq!([0, 1, 2].map(|choice| one.is_picked(choice)), [false, false, true]);
    let mut several = card(&[CAUSES]);
    several.pick();
    several.move_cursor(99);
    several.pick();
    assert_eq!([0, 1, 2, 3, 4].map(|choice| several.is_picked(choice)), [true, false, false, false, true]);
    several.pick();
    assert!(!several.is_picked(4));
    several.move_cursor(-99);
    assert_eq!(several.cursor(), 0);
}

#[test]
fn items_are_carried_and_stay_complete() {
    let mut card = card(&[PHASES]);
    let start = card.items().to_vec();
    card.move_item(1);
    assert_eq!(card.cursor(), 1);
    assert_eq!((&card.items()[0], &card.items()[1]), (&start[1], &start[0]));
    card.move_item(-1);
    card.move_item(-1);
    assert_eq!(card.items(), start);
    card.move_cursor(99);
    card.move_item(1);
    assert_eq!((card.cursor(), card.items()), (4, &start[..]));
}

#[test]
fn a_complaint_stays_until_the_answer_changes() {
    let mut card = card(&[COST]);
    assert_eq!(card.submit(), None);
    assert_eq!(card.complaint(), Some("Type an answer first."));
    write(&mut card, "x");
    assert_eq!(card.complaint(), None);
    assert_eq!(card.submit(), None);
    assert!(card.complaint().unwrap().starts_with("Write a number"));
    card.edit(InputRequest::DeletePrevChar);
    card.paste("1.00\n");
    assert!(card.submit().is_some());
}

#[test]
fn a_pasted_book_is_cut() {
    let mut card = card(&[WORD]);
    card.paste(&"word\n".repeat(10_000));
    assert!(card.input().value().len() <= 500);
    card.edit(InputRequest::DeleteLine);
    assert_eq!(card.input().value(), "");
}

#[test]
fn a_hint_is_shown_when_asked_for_and_remembered_once() {
    let mut card = card(&[&COST.replace("context", "hint = \"Multiply.\"\ncontext")]);
    assert!(card.has_hint());
    assert_eq!(card.hint(), None);
    let used = ProgressEvent::HintUsed { lesson: "cold-starts".into(), task: "bill".into(), hint: 1 };
    assert_eq!(card.show_hint(), Some(used));
    assert_eq!(card.hint(), Some("Multiply."));
    assert_eq!(card.show_hint(), None);
}

#[test]
fn a_quiz_without_questions_is_finished() {
    let mut card = QuizCard::new(Arc::new(Quiz::default()), "x", 1);
    let result = QuizResult { questions: 0, right: 0, missed: Vec::new(), score: 0.0, misconceptions: Vec::new() };
    assert_eq!(card.result(), Some(result));
    assert_eq!(card.place(), (0, 0));
    card.pick();
    card.move_item(1);
    card.move_cursor(1);
    card.next();
    assert_eq!(card.submit(), None);
}

/// A memory with what was answered.
fn remembered(events: &[ProgressEvent]) -> Progress {
    let mut progress = Progress::default();
    for event in events {
        progress.apply(event);
    }
    progress
}

fn resumed(card: &QuizCard, progress: &Progress) -> QuizCard {
    QuizCard::resumed(Arc::new(card.quiz().clone()), "cold-starts", 99, progress.lesson("cold-starts").unwrap())
}

#[test]
fn a_quiz_left_in_the_middle_goes_on_there_with_the_same_drawing() {
    let mut left = card(&[PINGER, COST]);
    choose(&mut left, "Cold starts disappear");
    let progress = remembered(&[left.submit().unwrap()]);
    left.next();
    let mut found = resumed(&left, &progress);
    assert_eq!(found.place(), (2, 2));
    assert_eq!(form(&found), form(&left));
    write(&mut found, "1");
    found.submit().unwrap();
    found.next();
    assert_eq!(found.result().unwrap().misconceptions, ["M08"]);
}

#[test]
fn a_finished_quiz_shows_its_result_and_a_second_round_is_its_own() {
    let mut first = card(&[PINGER, COST]);
    choose(&mut first, "Cold starts disappear");
    let mut events = vec![first.submit().unwrap()];
    first.next();
    write(&mut first, "1");
    events.push(first.submit().unwrap());
    first.next();
    assert_eq!(resumed(&first, &remembered(&events)).result(), first.result());
    first.again();
    choose(&mut first, "Cold starts disappear");
    events.push(first.submit().unwrap());
    first.next();
    let found = resumed(&first, &remembered(&events));
    assert_eq!((found.place(), form(&found)), ((2, 2), form(&first)));
}

fn form(card: &QuizCard) -> Option<Form> {
    card.asked().map(|asked| asked.form.clone())
}
