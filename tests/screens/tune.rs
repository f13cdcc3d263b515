//! A setting swept over the lab's traffic, on the screen.

use coldstart::app::Depth;

use super::person::Person;

fn check(name: &str, seen: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, seen);
    });
}

fn sweep(person: Person, line: &str) -> Person {
    person.opens("passenger", 2).presses("s :").types(line).presses("enter")
}

/// The lab of the lesson, its memory tuned.
const MEMORY: &str = "tune memory_mb=128..3008 for 10m";

#[test]
fn while_it_is_played() {
    check("tune-working", &sweep(Person::at(80, 24), MEMORY).waits_for_work(600).reads());
}

#[test]
fn its_points_at_the_sizes_that_matter() {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let name = format!("tune-{columns}x{rows}");
        check(&name, &sweep(Person::at(columns, rows), MEMORY).waits_for_work(u64::MAX).reads());
    }
}

#[test]
fn two_settings_are_lines_of_points() {
    let line = "tune architecture memory_mb=128..3008 for 10m under p95_ms < 400";
    let person = sweep(Person::at(80, 24), line).waits_for_work(u64::MAX);
    check("tune-grid", &person.presses("down left").reads());
}

#[test]
fn without_colours_and_without_unicode() {
    let person = Person::with(80, 24, "monochrome", Depth::None, true);
    check("tune-ascii", &sweep(person, MEMORY).waits_for_work(u64::MAX).reads());
}

#[test]
fn why_there_is_nothing_to_see() {
    let person = sweep(Person::at(80, 24), "tune load.rps=0,0.0 for 1s").waits_for_work(u64::MAX);
    check("tune-failed", &person.presses("left").reads());
}

#[test]
fn a_click_chooses_a_point_and_a_click_on_it_sets_it() {
    let mut person = sweep(Person::at(120, 36), MEMORY).waits_for_work(u64::MAX);
    let screen = person.reads();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(" 3,008")).expect("the axis");
    let column = line.find("3,008").unwrap();
    let column = coldstart::ui::text::width(&line[..column]) as u16;
    let chosen = person.clicks(column, row as u16);
    let set = chosen.clicks(column, row as u16);
    assert!(set.app.overlay.is_none());
    let changes = set.app.bench().expect("the lab").changes();
    assert_eq!(changes.last().map(|(_, value)| value.as_str()), Some("3008"));
}

#[test]
fn a_month_while_it_is_played_and_when_it_is_over() {
    let month = |columns, rows| sweep(Person::at(columns, rows), "month").waits_for_work(400_000);
    check("month-working", &month(80, 24).reads());
    for (columns, rows) in [(80, 24), (120, 36)] {
        check(&format!("month-{columns}x{rows}"), &month(columns, rows).waits_for_work(u64::MAX).reads());
    }
    let ascii = sweep(Person::with(80, 24, "monochrome", Depth::None, true), "month").waits_for_work(u64::MAX);
    check("month-ascii", &ascii.presses("pgdn").reads());
}

/// A figure that is cut is another figure: on a very small screen there are fewer of them, all whole.
#[test]
fn money_is_never_cut() {
    let mut person = sweep(Person::at(50, 14), MEMORY).waits_for_work(u64::MAX);
    let screen = person.reads();
    assert!(!screen.lines().any(|line| line.contains('$') && line.contains('…')), "{screen}");
    assert!(screen.lines().any(|line| line.contains("cost $")), "{screen}");
}
