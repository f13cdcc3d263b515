//! The break-even over the screen: the chart, the servers, keys and mouse.

use coldstart::app::{Depth, Overlay};

use super::person::Person;

fn opened(person: Person) -> Person {
    person.opens("passenger", 2).presses("s $")
}

fn check(name: &str, seen: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, seen);
    });
}

/// The row that is looked at, and how many servers there are.
fn choice(person: &Person) -> (String, u32) {
    let Some(Overlay::BreakEven(view)) = &person.app.overlay else { panic!("the break-even is open") };
    (view.chosen().expect("a row").server.name.clone(), view.count)
}

#[test]
fn the_chart_and_its_servers_in_three_sizes() {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        check(&format!("break-even-{columns}x{rows}"), &opened(Person::at(columns, rows)).reads());
    }
}

#[test]
fn without_colour_and_beyond_ascii() {
    for (columns, rows) in [(80, 24), (120, 36)] {
        let person = Person::with(columns, rows, "monochrome", Depth::None, true);
        let seen = opened(person).reads();
        assert!(seen.is_ascii(), "{seen}");
        check(&format!("break-even-ascii-{columns}x{rows}"), &seen);
    }
    let person = Person::with(120, 36, "monochrome", Depth::None, false);
    check("break-even-monochrome-120x36", &opened(person).reads());
}

#[test]
fn the_command_line_opens_it_and_esc_closes_it() {
    let person = Person::at(120, 36).opens("passenger", 2).presses("s :").types("breakeven").presses("enter");
    assert_eq!(choice(&person), ("t3.medium".to_owned(), 1));
    assert!(person.presses("esc").app.overlay.is_none());
}

#[test]
fn keys_choose_a_server_and_how_many_there_are() {
    let person = opened(Person::at(120, 36));
    let (first, _) = choice(&person);
    let person = person.presses("down");
    assert_ne!(choice(&person).0, first);
    let person = person.presses("up");
    assert_eq!(choice(&person).0, first);
    let person = person.presses("+ +");
    assert_eq!(choice(&person).1, 3);
    assert!(person.presses("-").reads().contains("2 x t3.medium"));
}

#[test]
fn a_click_chooses_a_server() {
    let mut person = opened(Person::at(120, 36));
    let row = person.reads().lines().position(|line| line.contains("t3.small")).expect("a row for it");
    let person = person.clicks(20, row as u16);
    assert_eq!(choice(&person).0, "t3.small");
}

#[test]
fn an_open_guess_comes_first() {
    let mut person = Person::at(120, 36).opens("passenger", 2).presses(":").types("breakeven").presses("enter");
    assert!(person.reads().contains("first guess"), "{}", person.reads());
}

#[test]
fn where_nothing_is_called_there_is_nothing_to_compare() {
    let mut person = Person::at(80, 24).opens("blocks", 1).presses(":").types("breakeven").presses("enter");
    assert!(person.reads().contains("there is no lab on this page"), "{}", person.reads());
}
