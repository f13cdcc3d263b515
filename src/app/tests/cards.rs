//! Challenges, quizzes and event cards.

use super::*;

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
