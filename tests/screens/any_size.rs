//! No size of a window is a reason to fall over.

use coldstart::course::{Course, Library};

use super::person::Person;
use super::world;

/// Every screen and everything that lies over it, in a window that is then resized.
fn people() -> Vec<Person> {
    let study = || Person::at(120, 36).opens("passenger", 2).sees(world::burst());
    vec![
        Person::at(120, 36),
        Person::at(120, 36).opens("passenger", 1),
        study(),
        study().presses("tab tab"),
        Person::at(120, 36)
            .opens("passenger", 2)
            .presses("s b")
            .waits(1.0)
            .presses(":")
            .types("compare memory_mb=1769")
            .presses("enter"),
        Person::at(120, 36)
            .opens("passenger", 2)
            .presses("s b")
            .waits(1.0)
            .presses(":")
            .types("fork")
            .presses("enter ctrl-f"),
        study().presses("f"),
        Person::at(120, 36).opens("passenger", 2).sees(world::crowd()),
        Person::at(120, 36).opens("passenger", 3).presses("h h w"),
        Person::at(120, 36).opens("passenger", 4).presses("enter down space enter enter down"),
        Person::at(120, 36).opens("blocks", 1),
        Person::at(120, 36).opens("blocks", 2).presses("n"),
        Person::at(120, 36).opens("blocks", 3).presses("enter"),
        study().presses("?"),
        study().presses("t"),
        study().presses("o"),
        study().presses("o enter"),
        study().presses("/").types("burst"),
        study().presses(":").types("set f"),
        study().presses(":").types("lod 3").presses("enter"),
        study().presses("s :").types("month").presses("enter").waits_for_work(10_000),
        study().presses("s :").types("month").presses("enter").waits_for_work(u64::MAX),
        study().presses("s :").types("tune memory_mb=512..3008 architecture").presses("enter").waits_for_work(10_000),
        study().presses("s :").types("tune memory_mb=512..3008 architecture").presses("enter").waits_for_work(u64::MAX),
    ]
}

#[test]
fn every_screen_draws_at_every_size() {
    let sizes = (1..=12).chain([20, 39, 40, 41, 60, 79, 80, 103, 104, 119, 120, 160, 200]);
    let sizes: Vec<(u16, u16)> =
        sizes.flat_map(|columns| [1, 2, 3, 9, 10, 11, 14, 24, 36, 60].map(|rows| (columns, rows))).collect();
    for mut person in people() {
        for (columns, rows) in &sizes {
            person.resizes(*columns, *rows);
            person.look();
        }
    }
}

#[test]
fn every_page_of_our_course_draws_at_the_sizes_that_matter() {
    let library = Library::embedded();
    for head in library.courses.iter().flat_map(Course::lessons) {
        for page in 1..=12 {
            let mut person = Person::with_our_course(80, 24).opens(&head.id, page);
            for (columns, rows) in [(80, 24), (120, 36), (200, 60), (40, 10)] {
                person.resizes(columns, rows);
                person.look();
            }
        }
    }
}

#[test]
fn a_window_that_is_too_small_says_so_politely() {
    let mut person = Person::at(30, 9);
    assert_eq!(
        person.reads().trim(),
        "coldstart needs a little\n more room: 40 columns and 10\n rows at least. This window\n has 30 and 9. Nothing is\n lost; q quits."
    );
}
