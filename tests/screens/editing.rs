//! Writing code in a pane: what one sees of it.

use coldstart::app::{Key, Msg, Overlay, update};

use super::person::Person;

/// A lab of one function that is code.
const LESSON: &str = r#"# A quote

```lab id=quotes
watch = ["code", "event"]

[functions.quote]
code = "functions/quote.js"
event = '{ "rawPath": "/quote", "headers": { "accept": "text/plain" } }'

[files]
"functions/quote.js" = """
import { randomUUID } from "node:crypto";

const quotes = ["Simple things should be simple.", "Complex things should be possible, and this line is a long one."];

// ANCHOR: handler
export const handler = async (event) => {
  console.log(`asked for ${event.rawPath}`);
  return { statusCode: 200, body: quotes[0], id: randomUUID() }; // a quote
};
// ANCHOR_END: handler
"""
```
"#;

/// Somebody with the code of a function in front of them.
fn at_the_code(person: Person) -> Person {
    person.presses("tab")
}

fn coder(columns: u16, rows: u16) -> Person {
    at_the_code(Person::with_lesson(columns, rows, LESSON))
}

fn check(name: &str, person: impl Fn(Person) -> Person) {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let seen = person(coder(columns, rows)).reads();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), seen);
        });
    }
}

#[test]
fn code_that_is_written() {
    check("edit", |person| person.presses("enter end enter").types("const answer = [4").presses("home shift-right"));
}

#[test]
fn words_that_are_looked_for() {
    check("edit-find", |person| person.presses("enter ctrl-f").types("export"));
}

#[test]
fn what_was_changed() {
    check("edit-changes", |person| person.presses("enter ctrl-k enter").types("// mine").presses("ctrl-d"));
}

#[test]
fn a_question_before_the_original_is_back() {
    check("edit-original", |person| person.presses("enter x ctrl-r"));
}

#[test]
fn code_without_colours_and_in_ascii() {
    let person = at_the_code(Person::with_plain_lesson(80, 24, LESSON));
    let seen = person.presses("enter end shift-left shift-left").reads();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("edit-ascii-80x24", seen);
    });
}

#[test]
fn the_cursor_stays_in_view() {
    let mut person = coder(80, 24).presses("enter");
    for _ in 0..60 {
        person = person.presses("enter");
    }
    let mut person = person.types("here");
    assert!(person.reads().contains("61  here"));
    person.resizes(80, 14);
    person.look();
    assert!(person.reads().contains("61  here"));
    let mut person = person.presses("ctrl-home");
    assert!(person.reads().lines().any(|line| line.trim() == "1"), "the first line is in view");
    let long = "x".repeat(100);
    assert!(person.types(&long).types("END").reads().contains("xEND"));
}

#[test]
fn a_click_sets_the_cursor_and_a_drag_selects() {
    let mut person = coder(120, 36);
    let screen = person.reads();
    let row = screen.lines().position(|line| line.contains("export const handler")).expect("the handler");
    let line = screen.lines().nth(row).unwrap_or_default();
    let column = coldstart::ui::text::width(&line[..line.find("handler").expect("its name")]) as u16;
    // The pane has the keys: the first click in its text begins to edit it.
    let person = person.clicks(column, row as u16);
    assert!(person.app.editor().is_some());
    let mut person = person.drags(column + 7, row as u16);
    assert_eq!(person.app.editor().and_then(coldstart::app::Editor::selection).as_deref(), Some("handler"));
    let effects = update(&mut person.app, Msg::Key(Key::char('h')));
    assert!(effects.iter().any(|effect| matches!(effect, coldstart::app::Effect::Colour(_))));
    assert!(person.reads().contains("export const h = "));
}

#[test]
fn a_click_in_another_pane_only_goes_there() {
    let mut person = Person::with_lesson(120, 36, LESSON);
    let screen = person.reads();
    let row = screen.lines().position(|line| line.contains("export const")).expect("the handler");
    let person = person.clicks(110, row as u16);
    assert!(person.app.editor().is_none());
    assert_eq!(person.app.study().and_then(|study| study.focus.as_deref()), Some("code"));
}

#[test]
fn the_help_lists_the_keys_of_the_editor() {
    let person = coder(200, 60).presses("enter f1");
    assert!(matches!(person.app.overlay, Some(Overlay::Help)));
    let screen = person.presses("home").reads();
    for words in ["undo", "redo", "find", "select", "carry the line", "leave the text"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
}

#[test]
fn what_cannot_be_read_is_marked() {
    check("edit-mistake", |person| person.presses("enter end enter").types("const = 4;").presses("ctrl-s"));
}

#[test]
fn an_event_that_is_written() {
    check("edit-event", |person| person.presses("tab enter end enter").types("\"n\": ,"));
}

#[test]
fn the_panes_as_they_are_read() {
    check("code-and-event", |person| person.presses("tab"));
}

#[test]
fn what_came_of_a_call() {
    check("result", |person| person.presses("i").waits(4.0));
}

#[test]
fn a_call_that_failed() {
    check("result-failed", |person| {
        let person =
            person.presses("enter ctrl-end up up home").types("event.missing.name;").presses("enter ctrl-s esc");
        person.presses("i").waits(4.0)
    });
}

#[test]
fn events_to_begin_from() {
    check("templates", |person| person.presses("tab ctrl-t"));
}
