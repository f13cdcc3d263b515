//! The pages of a lesson: turning, links, boxes, contents, search.

use super::*;

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
