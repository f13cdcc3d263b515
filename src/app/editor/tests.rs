//! Editing as one does it: keys go in, the text comes out.

use super::*;
use crate::app::Key;

/// `|` is the cursor; what stands between `<` and `|` is selected.
fn editor(text: &str) -> Editor {
    let plain = text.replace(['|', '<'], "");
    let mut editor = Editor::new(&plain);
    let place = |mark: char| {
        let other = if mark == '|' { '<' } else { '|' };
        let before: String = text.split(mark).next().unwrap_or_default().replace(other, "");
        Place::new(before.matches('\n').count(), before.rsplit('\n').next().unwrap_or_default().len())
    };
    if text.contains('<') {
        editor.go(place('<'), false);
    }
    editor.go(place('|'), text.contains('<'));
    editor
}

fn shown(editor: &Editor) -> String {
    let mut lines = editor.lines().to_vec();
    let cursor = editor.cursor();
    let mut marks = vec![(cursor.at, '|')];
    if cursor.selected().is_some() {
        marks.extend(cursor.anchor.map(|anchor| (anchor, '<')));
    }
    marks.sort();
    for (place, mark) in marks.into_iter().rev() {
        lines[place.line].insert(place.byte, mark);
    }
    lines.join("\n")
}

fn press(editor: &mut Editor, keys: &str) {
    for name in keys.split_whitespace() {
        let key = Key::parse(name).unwrap_or_else(|| panic!("{name} is a key"));
        assert!(editor.press(key), "{name} means something");
    }
}

/// Before, keys, after.
#[track_caller]
fn check(before: &str, keys: &str, after: &str) {
    let mut editor = editor(before);
    press(&mut editor, keys);
    assert_eq!(shown(&editor), after, "{before:?} {keys}");
}

#[test]
fn letters_lines_and_erasing() {
    check("ab|c", "x", "abx|c");
    check("a<b|c", "x", "ax|c");
    check("ab|c", "backspace", "a|c");
    check("ab|c", "del", "ab|");
    check("a\n|b", "backspace", "a|b");
    check("a|\nb", "del", "a|b");
    check("one two|", "ctrl-backspace", "one |");
    check("one two|", "ctrl-w", "one |");
    check("|one two", "ctrl-del", "| two");
    check("a\nb|b\nc", "ctrl-k", "a\n|c");
}

#[test]
fn lines_are_indented_as_code_is() {
    check("  a|", "enter b", "  a\n  b|");
    check("f() {|", "enter", "f() {\n  |");
    check("f() {|}", "enter", "f() {\n  |\n}");
    check("{\n  |", "}", "{\n}|");
    check("    |x", "backspace", "  |x");
    check("   |x", "backspace", "  |x");
    check("a|", "tab", "a |");
    check("|a", "tab", "  |a");
    check("  a|", "shift-tab", "a|");
    check("<a\nb|\nc", "tab", "<  a\n  b|\nc");
    check("<  a\n b|\nc", "shift-tab", "<a\nb|\nc");
    check("a\nb|\nc", "alt-up", "b|\na\nc");
    check("a\nb|\nc", "alt-down", "a\nc\nb|");
    check("a|\nb", "alt-up", "a|\nb");
}

#[test]
fn one_moves_and_selects() {
    check("ab\ncd|", "left left left", "ab|\ncd");
    check("abc|\nd\nefg", "down down", "abc\nd\nefg|");
    check("|a", "up", "|a");
    check("a|a", "down", "aa|");
    check("|abc", "shift-right shift-right", "<ab|c");
    check("a<bc|d", "left", "a|bcd");
    check("a<bc|d", "right", "abc|d");
    check("  ab|", "home", "  |ab");
    check("  |ab", "home", "|  ab");
    check("one two|", "ctrl-left", "one |two");
    check("a\nb|", "ctrl-home", "|a\nb");
    check("|a\nb", "ctrl-end", "a\nb|");
}

#[test]
fn a_word_is_taken_back_at_once_and_done_again() {
    let mut editor = editor("|");
    press(&mut editor, "o n e space t w o");
    assert!(editor.undo());
    assert_eq!(shown(&editor), "one |");
    assert!(editor.undo());
    assert_eq!(shown(&editor), "|");
    assert!(!editor.undo());
    assert!(editor.redo() && editor.redo() && !editor.redo());
    assert_eq!(shown(&editor), "one two|");
    press(&mut editor, "left x");
    editor.undo();
    assert_eq!(shown(&editor), "one tw|o");
}

#[test]
fn another_text_is_one_step() {
    let mut editor = editor("one\ntw|o");
    editor.set_text("other");
    assert_eq!(editor.text(), "other");
    editor.undo();
    assert_eq!(shown(&editor), "one\ntw|o");
}

#[test]
fn what_is_cut_is_put_elsewhere() {
    let mut editor = editor("<one| two");
    assert_eq!(editor.cut().as_deref(), Some("one"));
    press(&mut editor, "end");
    editor.paste();
    assert_eq!(shown(&editor), " twoone|");
    editor.undo();
    assert_eq!(shown(&editor), " two|");
}

#[test]
fn words_are_found_in_a_circle() {
    let mut editor = editor("|let a = Let;\nlet b");
    editor.open_find();
    for letter in "let".chars() {
        editor.edit_find(tui_input::InputRequest::InsertChar(letter));
    }
    assert_eq!((shown(&editor).as_str(), editor.found()), ("<let| a = Let;\nlet b", (Some(0), 3)));
    editor.find_next(true);
    editor.find_next(true);
    assert_eq!(editor.found(), (Some(2), 3));
    editor.find_next(true);
    assert_eq!(editor.found(), (Some(0), 3));
    editor.find_next(false);
    assert_eq!(editor.found(), (Some(2), 3));
    editor.open_find();
    editor.find = Some(Find { input: tui_input::Input::new("Let".into()), ..Find::default() });
    assert_eq!(editor.matches().len(), 1);
}

#[test]
fn a_mark_stays_with_its_line() {
    let mut editor = editor("|a\nb\nc");
    editor.mark = Some(Mark { line: 2, column: None, words: String::new() });
    let line = |editor: &Editor| editor.mark.as_ref().map(|mark| mark.line);
    press(&mut editor, "end enter x");
    assert_eq!(line(&editor), Some(3));
    editor.undo();
    editor.undo();
    assert_eq!(line(&editor), Some(2));
    press(&mut editor, "ctrl-home ctrl-k");
    assert_eq!(line(&editor), Some(1));
}

#[test]
fn a_place_of_the_screen_is_a_place_of_the_text() {
    let mut editor = editor("|日本 x\nlonger");
    editor.go_to_column(0, 2, false);
    assert_eq!(shown(&editor), "日|本 x\nlonger");
    editor.go_to_column(9, 3, true);
    assert_eq!(shown(&editor), "日<本 x\nlon|ger");
    editor.go_to_column(1, 3, false);
    editor.go_to_column(1, 3, false);
    assert_eq!(editor.selection().as_deref(), Some("longer"));
}

#[test]
fn there_is_a_limit() {
    let mut editor = Editor::new(&"x".repeat(BYTES_MAX));
    press(&mut editor, "y");
    assert_eq!(editor.text().len(), BYTES_MAX);
}

mod any_keys {
    use proptest::prelude::*;

    use super::*;

    const KEYS: [&str; 26] = [
        "a",
        "é",
        "{",
        "}",
        "\"",
        "space",
        "enter",
        "tab",
        "shift-tab",
        "backspace",
        "del",
        "left",
        "right",
        "up",
        "down",
        "home",
        "end",
        "shift-left",
        "shift-down",
        "ctrl-left",
        "ctrl-right",
        "ctrl-k",
        "ctrl-w",
        "alt-up",
        "alt-down",
        "日",
    ];

    proptest! {
        #[test]
        fn whatever_is_done_can_be_taken_back_and_done_again(
            text in "[a-z{}日é \n]{0,40}",
            keys in prop::collection::vec(0..KEYS.len(), 0..60),
        ) {
            let mut editor = Editor::new(&text);
            for key in keys {
                editor.press(Key::parse(KEYS[key]).unwrap());
                let cursor = editor.cursor();
                prop_assert_eq!(editor.buffer.clamp(cursor.at), cursor.at);
                for (line, content) in editor.lines().iter().enumerate() {
                    let coloured: usize = editor.colours(line).iter().map(|(_, bytes)| bytes).sum();
                    prop_assert!(coloured <= content.len());
                }
            }
            let after = editor.text();
            while editor.undo() {}
            prop_assert_eq!(editor.text(), text);
            while editor.redo() {}
            prop_assert_eq!(editor.text(), after);
        }
    }
}
