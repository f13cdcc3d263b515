//! Writing code in a pane: what one sees of it.

use coldstart::app::{Depth, Key, Msg, Overlay, update};

use super::person::Person;

/// Somebody with the code of a function in front of them.
fn at_the_code(person: Person) -> Person {
    person.opens("passenger", 2).watches(&["code", "fleet"]).presses("tab")
}

fn check(name: &str, person: impl Fn(Person) -> Person) {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let seen = person(at_the_code(Person::at(columns, rows))).reads();
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
    let person = at_the_code(Person::with(80, 24, "monochrome", Depth::None, true));
    let seen = person.presses("enter end shift-left shift-left").reads();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("edit-ascii-80x24", seen);
    });
}

#[test]
fn the_cursor_stays_in_view() {
    let mut person = at_the_code(Person::at(80, 24)).presses("enter");
    for _ in 0..60 {
        person = person.presses("enter");
    }
    let mut person = person.types("here");
    assert!(person.reads().contains("61  here"));
    person.resizes(80, 14);
    person.look();
    assert!(person.reads().contains("61  here"));
    let mut person = person.presses("ctrl-home");
    assert!(person.reads().contains(" 1  "));
    let long = "x".repeat(100);
    assert!(person.types(&long).types("END").reads().contains("xEND"));
}

#[test]
fn a_click_sets_the_cursor_and_a_drag_selects() {
    let mut person = at_the_code(Person::at(120, 36));
    let screen = person.reads();
    let row = screen.lines().position(|line| line.contains("export const handler")).expect("the handler");
    let line = screen.lines().nth(row).unwrap_or_default();
    let column = coldstart::ui::text::width(&line[..line.find("handler").expect("its name")]) as u16;
    // The pane has the keys: the first click in its text begins to edit it.
    let person = person.clicks(column, row as u16);
    assert!(person.app.editor().is_some());
    let mut person = person.drags(column + 7, row as u16);
    assert_eq!(person.app.editor().and_then(|editor| editor.selection()).as_deref(), Some("handler"));
    let effects = update(&mut person.app, Msg::Key(Key::char('h')));
    assert!(effects.iter().any(|effect| matches!(effect, coldstart::app::Effect::Colour(_))));
    assert!(person.reads().contains("export const h = "));
}

#[test]
fn a_click_in_another_pane_only_goes_there() {
    let mut person = Person::at(120, 36).opens("passenger", 2).watches(&["fleet", "code"]);
    let screen = person.reads();
    let row = screen.lines().position(|line| line.contains("export const")).expect("the handler");
    let person = person.clicks(110, row as u16);
    assert!(person.app.editor().is_none());
    assert_eq!(person.app.study().and_then(|study| study.focus.as_deref()), Some("code"));
}

#[test]
fn the_help_lists_the_keys_of_the_editor() {
    let person = at_the_code(Person::at(200, 60)).presses("enter f1");
    assert!(matches!(person.app.overlay, Some(Overlay::Help)));
    let screen = { person }.reads();
    for words in ["undo", "redo", "find", "select", "carry the line", "leave the text"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
}
