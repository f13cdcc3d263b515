//! Whatever stands on a page, no line of it is longer than the page is wide.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Reading, blocks};
use crate::app::{Depth, Glyphs, Picture, Role, Sight, Theme};
use crate::catalog::Catalog;
use crate::course::{Files, Lesson, Library};

/// A page of everything.
const PAGE: &str = include_str!("everything.md");

fn lesson(markdown: &str) -> Lesson {
    let mut files = Files::new();
    files.insert("page.md", markdown.as_bytes().to_vec());
    let library = Library::from_files("page", files);
    let course = library.main().expect("a course");
    let head = course.lessons().next().expect("a lesson");
    course.read(head, &Arc::new(Catalog::embedded()))
}

/// The rows that are wider than the page.
fn too_wide(lesson: &Lesson, width: usize, (theme, ascii, shift): (&Theme, bool, usize)) -> Vec<String> {
    let glyphs = Glyphs::new(ascii);
    let sight = Sight::Seen(Picture { width: 90, height: 40, pixels: vec![[9, 99, 199]; 3_600].into() });
    let reading = Reading {
        theme,
        glyphs: &glyphs,
        ink: theme.style(Role::Text),
        shift,
        focus_step: 0,
        source: &lesson.source,
        is_ticked: &|task| task.done,
        highlighted: &|_| None,
        picture: &|image| image.target.ends_with("seen.png").then_some(&sight),
        directive: &|_, _| Vec::new(),
    };
    let rows = lesson.pages.iter().flat_map(|page| blocks(&page.blocks, &reading, width));
    let long = rows.filter(|row| row.width() > width);
    long.map(|row| row.pieces.iter().map(|piece| piece.text.as_str()).collect()).collect()
}

#[test]
fn a_page_of_everything_fits_every_width() {
    let lesson = lesson(PAGE);
    for (theme, ascii) in [(Theme::dark(Depth::True), false), (Theme::dark(Depth::None), true)] {
        for width in 10..=300 {
            for shift in [0, 12, 600] {
                assert_eq!(
                    too_wide(&lesson, width, (&theme, ascii, shift)),
                    [""; 0],
                    "at {width}, scrolled by {shift}"
                );
            }
        }
    }
}

/// Lines of Markdown, as they come and in odd company.
fn line() -> impl Strategy<Value = String> {
    let known: Vec<String> = PAGE.lines().map(str::to_owned).collect();
    prop_oneof![4 => proptest::sample::select(known), 1 => "[ -~]{0,120}", 1 => "\\PC{0,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_lines_in_any_order_are_longer_than_the_page_is_wide(
        lines in proptest::collection::vec(line(), 1..40),
        width in 10_usize..=300,
        shift in 0_usize..60,
    ) {
        let lesson = lesson(&lines.join("\n"));
        let theme = Theme::dark(Depth::True);
        prop_assert_eq!(too_wide(&lesson, width, (&theme, false, shift)), vec![""; 0]);
    }
}
