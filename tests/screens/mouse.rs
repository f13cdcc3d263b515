//! Whatever a key does, a click does too.

use coldstart::app::Overlay;

use super::person::Person;
use super::world;

/// The column and row of the first place where `words` stand on the screen.
fn place_of(person: &mut Person, words: &str) -> (u16, u16) {
    let screen = person.reads();
    let found = screen.lines().enumerate().find_map(|(row, line)| line.find(words).map(|byte| (row, line, byte)));
    let (row, line, byte) = found.unwrap_or_else(|| panic!("{words:?} is on the screen:\n{screen}"));
    (coldstart::ui::text::width(&line[..byte]) as u16, row as u16)
}

fn click_on(mut person: Person, words: &str) -> Person {
    let (column, row) = place_of(&mut person, words);
    person.clicks(column, row)
}

fn study(columns: u16, rows: u16) -> Person {
    Person::at(columns, rows).opens("passenger", 2).sees(world::burst())
}

#[test]
fn a_click_opens_a_lesson_of_the_map() {
    let person = click_on(click_on(Person::at(80, 24), "Everything a page"), "Everything a page");
    assert_eq!(person.app.study().map(|study| study.lesson.head.id.as_str()), Some("blocks"));
}

#[test]
fn a_click_ticks_a_task_and_follows_a_link() {
    let ticked = click_on(study(120, 36), "[ ] burst sent");
    assert_eq!(ticked.app.study().map(|study| study.ticked.len()), Some(1));
    let followed = click_on(study(120, 36), "execution environment");
    assert!(matches!(followed.app.overlay, Some(Overlay::Term(_))));
}

#[test]
fn a_click_chooses_a_pane_a_tab_and_an_answer() {
    let pane = click_on(study(120, 36), "Timeline");
    assert_eq!(pane.app.study().and_then(|study| study.focus.as_deref()), Some("timeline"));
    let tab = click_on(study(80, 24), "Bill");
    assert_eq!(tab.app.study().and_then(|study| study.focus.as_deref()), Some("bill"));
    let quiz = click_on(Person::at(120, 36).opens("passenger", 4).presses("enter"), "On your own computer");
    assert!(quiz.reads_line("On your own computer").contains("(*)"));
}

#[test]
fn a_click_on_a_bar_opens_the_invocation() {
    let mut person = study(120, 36);
    let (column, row) = place_of(&mut person, "e02");
    // The bar ends where the run is: a little before the figure at the right end of its lane.
    let bar = person
        .reads()
        .lines()
        .nth(usize::from(row))
        .and_then(|line| line.rfind('\u{2591}').map(|byte| coldstart::ui::text::width(&line[..byte])));
    let opened = person.clicks(bar.map_or(column, |bar| bar as u16), row);
    let bench = opened.app.bench().expect("a lab");
    assert_eq!(bench.inspected.opened().map(|bar| bar.span.id.0), Some(101));
}

#[test]
fn a_click_on_the_footer_is_its_key() {
    let help = click_on(study(120, 36), "? help");
    assert!(matches!(help.app.overlay, Some(Overlay::Help)));
    let closed = help.clicks(0, 5);
    assert!(closed.app.overlay.is_none(), "a click beside it closes it");
}
