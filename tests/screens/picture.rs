//! The picture of the study screen in the README is drawn by the program itself, from a lab that really runs.

use std::fs;
use std::path::Path;

use coldstart::app::Role;
use coldstart::ui::picture;
use ratatui::style::Color;

use super::person::Person;

/// A minute of calm, a guess, a burst, and the moment in which the last of the new environments answer.
pub fn study() -> Person {
    Person::at(120, 36)
        .opens("passenger", 2)
        .types("19")
        .presses("enter space")
        .waits(3.2)
        .presses("< < < < b")
        .waits(4.12)
}

#[test]
fn the_picture_in_the_readme_is_up_to_date() {
    let mut person = study();
    let buffer = person.look();
    let hex = |role| match person.app.looks.theme.colour(role) {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        other => panic!("{other} is no colour of the dark theme"),
    };
    let drawn = picture(&buffer, &hex(Role::Text), &hex(Role::Ground));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/study.svg");
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        fs::write(&file, &drawn).expect("assets can be written");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == drawn,
        "assets/study.svg shows another screen; draw it again: UPDATE_PICTURE=1 cargo test --test screens picture"
    );
}
