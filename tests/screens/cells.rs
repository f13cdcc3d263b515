//! What holds for every cell of every screen, whatever it shows.

use coldstart::app::Depth;
use ratatui::buffer::Buffer;
use ratatui::style::Color;

use super::person::Person;
use super::world;

fn screens(theme: &str, depth: Depth, ascii: bool) -> Vec<Buffer> {
    let person = || Person::with(120, 36, theme, depth, ascii);
    let mut screens = Vec::new();
    let mut see = |mut person: Person| screens.push(person.look());
    see(person());
    see(person().opens("passenger", 1));
    see(person().opens("passenger", 2).sees(world::burst()));
    see(person().opens("passenger", 2).sees(world::crowd()));
    see(person().opens("passenger", 3).presses("h"));
    see(person().opens("passenger", 4).presses("enter down space enter"));
    see(person().opens("passenger", 2).presses("?"));
    see(person().opens("passenger", 2).presses(":").types("lo"));
    screens
}

fn symbols(buffers: &[Buffer]) -> impl Iterator<Item = &str> {
    buffers.iter().flat_map(|buffer| buffer.content.iter().map(ratatui::buffer::Cell::symbol))
}

#[test]
fn no_cell_speaks_to_the_terminal() {
    for symbol in symbols(&screens("dark", Depth::True, false)) {
        assert!(!symbol.chars().any(char::is_control), "{symbol:?}");
    }
}

#[test]
fn ascii_means_ascii_for_everything_the_program_draws() {
    for symbol in symbols(&screens("dark", Depth::True, true)) {
        assert!(symbol.is_ascii(), "{symbol:?}");
    }
}

#[test]
fn without_colour_no_cell_has_one() {
    for buffer in screens("dark", Depth::None, false).iter().chain(&screens("monochrome", Depth::True, false)) {
        for cell in &buffer.content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{cell:?}");
        }
    }
}

#[test]
fn nothing_touches_the_edge_but_rules_and_bars() {
    let buffer = Person::at(120, 36).opens("passenger", 2).sees(world::burst()).look();
    for y in 0..36 {
        let (left, right) = (buffer[(0, y)].symbol(), buffer[(119, y)].symbol());
        assert!([" ", "─"].contains(&left) && [" ", "─"].contains(&right), "row {y}: {left:?} and {right:?}");
    }
}
