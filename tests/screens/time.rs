//! Time turned back, branches, and two runs side by side, as they are seen.

use super::person::Person;

/// A lab alone, played for a while, with a burst on the way.
fn played(columns: u16, rows: u16) -> Person {
    let person = Person::at(columns, rows).opens("passenger", 2).presses("s f").presses(":").types("ff 2m");
    person.presses("enter").waits(1.0).presses("b space").presses(":").types("ff 3m").presses("enter").waits(1.0)
}

fn check(name: &str, person: impl Fn(u16, u16) -> Person, sizes: &[(u16, u16)]) {
    for (columns, rows) in sizes {
        let seen = person(*columns, *rows).reads();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), seen);
        });
    }
}

const TWO: [(u16, u16); 2] = [(80, 24), (120, 36)];

#[test]
fn a_moment_of_the_past() {
    check("past", |columns, rows| played(columns, rows).presses("ctrl-left").waits(0.5), &TWO);
}

#[test]
fn the_branches_of_a_run() {
    let branches = |columns, rows| played(columns, rows).presses("ctrl-left").waits(0.5).presses("m ctrl-f");
    check("branches", branches, &TWO);
}

#[test]
fn two_runs_side_by_side() {
    let compared =
        |columns, rows| played(columns, rows).presses(":").types("compare memory_mb=1769").presses("enter").waits(1.0);
    check("compare", compared, &[(80, 24), (120, 36), (200, 60)]);
}

#[test]
fn a_press_on_the_bar_goes_there() {
    for (columns, rows) in TWO {
        let mut person = played(columns, rows);
        let screen = person.reads();
        let bar =
            screen.lines().position(|line| line.contains('●')).unwrap_or_else(|| panic!("a bar of time:\n{screen}"));
        let person = person.clicks(columns / 2, bar as u16).waits(0.5);
        let bench = person.app.bench().expect("a lab");
        assert!(bench.history().is_past() && bench.now().as_micros() > 0, "{}", bench.now().clock());
    }
}
