//! Reading: bookmarks, the place on a page, what is copied, long files.

use super::*;

/// A page of a few headings and pieces of code.
const PAGE: &str = "# Ships\n\nOne [site](https://example.com/ships).\n\n## Sails\n\nWind.\n\n```js\nconst a = 1;\n```\n\n## Engines\n\n\
                    ```console\n$ make sail\nok\n$ make engine\n```\n";

impl Session {
    /// What the view would tell: the blocks on the screen.
    fn sees(mut self, blocks: std::ops::Range<usize>) -> Self {
        self.app.seen(Some(blocks));
        self
    }

    fn goal(&self) -> Option<usize> {
        self.study().goal
    }

    fn said(&self) -> &str {
        self.app.status.as_ref().map_or("", |status| status.text.as_str())
    }
}

#[test]
fn a_heading_of_the_contents_is_gone_to_and_the_way_back_leads_to_where_one_was() {
    let learner = reader_of(PAGE).sees(1..4).press("t");
    let Some(Overlay::Contents(picker)) = &learner.app.overlay else { panic!("contents") };
    assert!(picker.rows[0].text.contains("words, about 1 minute to read"), "{}", picker.rows[0].text);
    let row = picker.rows.iter().position(|row| row.text == "Engines").expect("the heading");
    let mut learner = learner;
    learner.send(Msg::Pick(row));
    assert_eq!(learner.goal(), Some(5), "the heading's block");
    let learner = learner.sees(5..7).press("backspace");
    assert_eq!(learner.goal(), Some(1), "where one was");
    let learner = learner.sees(1..4).press("alt-right");
    assert_eq!(learner.goal(), Some(5), "and forward again");
}

#[test]
fn a_bookmark_is_set_listed_found_again_and_deleted() {
    let learner = reader_of(PAGE).sees(2..4).press("B");
    assert_eq!(learner.said(), "bookmark set; ' lists them");
    let kept = learner.kept.clone();
    let mut again = reader_of(&PAGE.replace("# Ships\n", "# Ships\n\nA new line.\n"));
    kept.iter().for_each(|event| again.app.progress.apply(event));
    let again = again.press("'");
    let Some(Overlay::Bookmarks(picker)) = &again.app.overlay else { panic!("the list") };
    assert_eq!((picker.rows.len(), picker.rows[0].text.as_str()), (1, "Sails"));
    let again = again.press("enter");
    assert_eq!(again.goal(), Some(3), "the block has moved, and its mark with it");
    let again = again.press("' d");
    assert!(again.app.overlay.is_none(), "nothing is left to list");
    assert!(!again.app.has_marks());
}

#[test]
fn a_second_press_takes_the_bookmark_away() {
    let learner = reader_of(PAGE).sees(2..4).press("B B");
    assert_eq!(learner.said(), "the bookmark is taken away");
    assert!(!learner.app.has_marks());
}

#[test]
fn who_quits_in_the_middle_of_a_page_finds_that_place_again() {
    let learner = reader_of(PAGE).sees(4..6).press("ctrl-c");
    assert!(learner.ended);
    let kept = learner.kept.clone();
    let mut again = reader_of(PAGE).press("q");
    kept.iter().for_each(|event| again.app.progress.apply(event));
    let again = again.press("enter");
    assert_eq!(again.goal(), Some(4));
    let again = again.sees(0..3).press("q enter");
    assert_eq!(again.goal(), None, "it was left at its top");
}

#[test]
fn code_in_view_is_copied_and_of_a_session_only_what_was_typed() {
    let learner = reader_of(PAGE).sees(4..5).press("y");
    assert_eq!(learner.copied, ["const a = 1;"]);
    let learner = learner.sees(5..7).press("y");
    assert_eq!(learner.copied[1], "make sail\nmake engine");
    assert_eq!(learner.said(), "2 lines copied");
    let learner = learner.sees(3..7).press("y");
    let Some(Overlay::Copy(picker)) = &learner.app.overlay else { panic!("which one?") };
    assert_eq!(picker.rows.len(), 2);
    let learner = learner.press("down enter");
    assert_eq!(learner.copied[2], "make sail\nmake engine");
}

#[test]
fn an_address_is_copied_or_opened_only_when_somebody_asks() {
    let learner = reader_of(PAGE).press("o enter");
    assert!(matches!(&learner.app.overlay, Some(Overlay::Web(address)) if address == "https://example.com/ships"));
    assert!(learner.opened.is_empty() && learner.copied.is_empty());
    let learner = learner.press("y");
    assert_eq!(learner.copied, ["https://example.com/ships"]);
    let learner = learner.press("o O");
    assert_eq!(learner.opened, ["https://example.com/ships"]);
}

#[test]
fn a_long_file_shows_its_beginning_at_once_and_the_rest_when_it_is_read() {
    let chapter = |n: usize| format!("# Chapter {n}\n\n{}\n\n", "Words of a chapter. ".repeat(200));
    let text: String = (0..400).map(chapter).collect();
    let mut learner = reader_of(&text);
    let read_at_once = learner.study().lesson.headings().len();
    assert!(read_at_once > 10 && read_at_once < 100, "{read_at_once} headings");
    let (course, lesson) = learner.to_read.pop().expect("the rest is asked for");
    let whole = learner.app.library.courses[course].open(&lesson, &learner.app.catalog).expect("the lesson");
    learner.send(Msg::LessonRead(LessonRead { course, lesson: Arc::new(whole) }));
    assert_eq!(learner.study().lesson.headings().len(), 400);
    assert_eq!(learner.study().page, 0, "the reader stays where they are");
}
