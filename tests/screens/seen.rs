//! Each screen and each pane as text. A change here is a change somebody will see: review it as one.

use super::person::Person;
use super::world;

/// Looks at a screen in a small and in a middling window.
fn check(name: &str, person: impl Fn(u16, u16) -> Person) {
    for (columns, rows) in [(80, 24), (120, 36)] {
        let seen = person(columns, rows).reads();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), seen);
        });
    }
}

fn study(columns: u16, rows: u16) -> Person {
    Person::at(columns, rows).opens("passenger", 2).sees(world::burst())
}

#[test]
fn home() {
    check("home", Person::at);
}

#[test]
fn the_study_screen() {
    check("study", study);
}

#[test]
fn the_study_screen_has_more_columns_on_a_large_window() {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("study-200x60", study(200, 60).reads());
    });
}

#[test]
fn the_lab_alone() {
    check("lab", |columns, rows| study(columns, rows).presses("f"));
}

#[test]
fn each_pane() {
    for pane in ["fleet", "timeline", "latency", "bill", "logs", "code"] {
        check(&format!("pane-{pane}"), |columns, rows| study(columns, rows).watches(&[pane]).presses("tab"));
    }
}

/// The timeline alone, an invocation of the burst opened.
fn opened(person: Person) -> Person {
    let keys = format!("tab {}enter", "up ".repeat(22));
    person.opens("passenger", 2).sees(world::burst()).watches(&["timeline"]).presses(&keys)
}

#[test]
fn one_invocation_part_by_part() {
    check("waterfall", |columns, rows| opened(Person::at(columns, rows)));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("waterfall-200x60", opened(Person::at(200, 60)).reads());
        let plain = Person::with(80, 24, "monochrome", coldstart::app::Depth::None, true);
        insta::assert_snapshot!("waterfall-ascii-80x24", opened(plain).reads());
    });
}

#[test]
fn a_waterfall_leads_to_its_neighbours_and_closes() {
    let first_of_the_burst = || opened(Person::at(120, 36));
    assert!(first_of_the_burst().reads().contains("Invocation 101 "));
    assert!(first_of_the_burst().presses("up").reads().contains("Invocation 1 "));
    assert!(first_of_the_burst().presses("down down").reads().contains("Invocation 103 "));
    for key in ["esc", "enter"] {
        assert!(!first_of_the_burst().presses(key).reads().contains("Invocation 101 "), "{key} closes it");
    }
}

#[test]
fn logs_in_json_are_read_in_words() {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let mut person =
            Person::at(columns, rows).opens("passenger", 2).sees(world::json_log()).watches(&["logs"]).presses("tab");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("pane-logs-json-{columns}x{rows}"), person.reads());
        });
    }
}

#[test]
fn what_is_kept_ready_can_be_told_from_the_rest() {
    use coldstart::app::Depth;
    let sees = |person: Person| person.opens("passenger", 2).sees(world::kept()).watches(&["fleet"]).presses("tab");
    check("pane-fleet-provisioned", |columns, rows| sees(Person::at(columns, rows)));
    check("pane-fleet-provisioned-ascii", |columns, rows| {
        sees(Person::with(columns, rows, "monochrome", Depth::None, true))
    });
}

#[test]
fn a_bill_beside_a_rented_server() {
    check("pane-bill-rented", |columns, rows| {
        Person::at(columns, rows).opens("passenger", 2).sees(world::rented()).watches(&["bill"]).presses("tab")
    });
}

#[test]
fn logs_scroll_back_from_the_newest_line() {
    let at_the_end =
        || Person::at(120, 36).opens("passenger", 2).sees(world::chatter()).watches(&["logs"]).presses("tab");
    assert!(at_the_end().reads().contains("line 99"));
    for key in ["up", "pgup"] {
        assert!(!at_the_end().presses(key).reads().contains("line 99"), "{key} scrolls back");
    }
    assert!(at_the_end().presses("up up down down").reads().contains("line 99"));
}

#[test]
fn more_than_the_account_allows() {
    check("crowd", |columns, rows| Person::at(columns, rows).opens("passenger", 2).sees(world::crowd()).presses("f"));
}

#[test]
fn everything_a_page_can_hold() {
    check("blocks", |columns, rows| Person::at(columns, rows).opens("blocks", 1));
    check("code", |columns, rows| Person::at(columns, rows).opens("blocks", 2).presses("l"));
    check("mistake", |columns, rows| Person::at(columns, rows).opens("blocks", 3));
}

#[test]
fn a_challenge_with_help() {
    check("challenge", |columns, rows| Person::at(columns, rows).opens("passenger", 3).presses("h"));
}

#[test]
fn a_question_before_and_after_its_answer() {
    check("question", |columns, rows| Person::at(columns, rows).opens("passenger", 4).presses("enter down space"));
    check("graded", |columns, rows| Person::at(columns, rows).opens("passenger", 4).presses("enter down space enter"));
    check("ordering", |columns, rows| {
        Person::at(columns, rows).opens("passenger", 4).presses("enter space enter enter")
    });
}

#[test]
fn what_lies_over_the_screen() {
    check("help", |columns, rows| study(columns, rows).presses("?"));
    check("contents", |columns, rows| study(columns, rows).presses("t"));
    check("links", |columns, rows| study(columns, rows).presses("o"));
    check("term", |columns, rows| study(columns, rows).presses("o enter"));
    check("search", |columns, rows| study(columns, rows).presses("/").types("burst"));
    check("command", |columns, rows| study(columns, rows).presses(":").types("set mem"));
    check("wrong-command", |columns, rows| study(columns, rows).presses(":").types("lod 3").presses("enter"));
}

#[test]
fn without_colour_and_beyond_ascii() {
    use coldstart::app::Depth;
    check("ascii", |columns, rows| {
        Person::with(columns, rows, "monochrome", Depth::None, true).opens("passenger", 2).sees(world::burst())
    });
}
