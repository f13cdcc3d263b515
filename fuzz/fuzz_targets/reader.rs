//! Any bytes open as a lesson, say nothing to the terminal, and fit the page.

#![no_main]

use std::sync::{Arc, LazyLock};

use coldstart::app::{Depth, Glyphs, Theme};
use coldstart::catalog::Catalog;
use coldstart::course::{Course, Files, plain};
use coldstart::ui::lesson::{Reading, blocks};
use libfuzzer_sys::fuzz_target;

static CATALOG: LazyLock<Arc<Catalog>> = LazyLock::new(|| Arc::new(Catalog::embedded()));

fuzz_target!(|bytes: &[u8]| {
    let mut files = Files::new();
    files.insert("x.md", bytes.to_vec());
    let course = Course::load("x.md", files);
    let Some(head) = course.lessons().next() else { return };
    let lesson = course.read(head, &CATALOG);

    let text = plain::lesson(&lesson, "x.md");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "a control character: {text:?}");

    // The first byte chooses the width: 10 to 265 columns.
    let width = 10 + usize::from(bytes.first().copied().unwrap_or(0));
    let theme = Theme::named("dark", Depth::True).expect("the dark theme");
    let glyphs = Glyphs::new(false);
    let reading = Reading {
        theme: &theme,
        glyphs: &glyphs,
        ink: Default::default(),
        shift: 0,
        focus_step: 0,
        source: &lesson.source,
        is_ticked: &|task| task.done,
        highlighted: &|_| None,
        directive: &|_, _| Vec::new(),
    };
    for page in &lesson.pages {
        for row in blocks(&page.blocks, &reading, width) {
            assert!(row.width() <= width, "a row of {} columns on a page of {width}", row.width());
        }
    }
});
