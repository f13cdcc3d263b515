//! What an author sees besides: how much is wrong, and the list of it.

use coldstart::app::Msg;
use coldstart::course::check::check_text;

use super::person::Person;

const BROKEN: &str = "# The ferry\n\n### Too deep\n\nSee [the pier](pier.md) and ![](boat.png).\n\n```lab id=one\n[functions.ferry]\nmemroy_mb = 512\n[load]\nrps = 1\n```\n";

fn check(name: &str, seen: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, seen);
    });
}

fn author(columns: u16, rows: u16) -> Person {
    let mut person = Person::with_lesson(columns, rows, BROKEN);
    let findings = check_text(&person.app.library.courses[0], &person.app.catalog.clone(), None);
    person.tell(Msg::Checked(findings, false));
    person
}

#[test]
fn how_much_is_wrong_stands_above_the_keys() {
    check("problems-counted-80x24", &author(80, 24).reads());
}

#[test]
fn the_list_names_places_and_the_chosen_one_says_what_to_do() {
    for (columns, rows) in [(80, 24), (120, 36)] {
        check(&format!("problems-{columns}x{rows}"), &author(columns, rows).presses("! down").reads());
    }
}
