//! The real binary in a real pseudo-terminal, with a terminal emulator that understands what it writes.
//! What a person sees, and what is left of their terminal afterwards.
#![cfg(unix)]

mod terminal {
    pub mod pty;
}

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use terminal::pty::Pty;

#[test]
fn home_opens_a_lesson_and_quitting_gives_the_terminal_back() {
    let mut screen = Pty::start(&[], 36, 120);
    screen.until("Servers you never see");
    assert!(screen.is_full_screen());
    screen.press("\r");
    screen.until("page 1 of");
    screen.press("n");
    screen.until("page 2 of");
    screen.press("q");
    screen.until("continue");
    screen.press("q");
    assert_eq!(screen.exit_code(), 0);
    screen.assert_given_back();
}

#[test]
fn the_next_day_everything_is_where_it_was_left() {
    let mut first = Pty::start(&["learn", "cold-starts"], 36, 120);
    first.until("page 1 of");
    first.press("nn");
    first.until("page 3 of");
    first.press("\x03");
    assert_eq!(first.exit_code(), 0);
    let mut second = Pty::start_with_memory(&["learn"], 36, 120, first.memory());
    second.until("page 3 of");
    second.press("\x03");
    assert_eq!(second.exit_code(), 0);
}

#[test]
fn a_lab_runs_and_the_bill_ticks() {
    let mut screen = Pty::start(&["learn", "servers-you-never-see"], 36, 120);
    screen.until("page 1 of");
    screen.press("n");
    screen.until("Call once");
    screen.press("i");
    screen.until("1 environment");
    screen.until("per million");
    screen.press("\x03");
    assert_eq!(screen.exit_code(), 0);
}

#[test]
fn a_new_size_is_drawn_and_nothing_is_lost() {
    let mut screen = Pty::start(&["learn", "cold-starts"], 36, 120);
    screen.until("page 1 of");
    screen.press("n");
    screen.until("commit");
    screen.press("19");
    screen.until(" 19");
    for (rows, columns) in [(24, 80), (60, 200), (3, 10), (36, 120)] {
        screen.resize(rows, columns);
        thread::sleep(Duration::from_millis(200));
    }
    screen.until("How many cold starts?");
    screen.until(" 19");
    screen.press("\x03");
    assert_eq!(screen.exit_code(), 0);
}

#[test]
fn a_terminal_of_ten_by_three_gets_a_short_word_and_no_panic() {
    let mut screen = Pty::start(&[], 3, 10);
    screen.until_painted();
    assert!(!screen.contents().trim().is_empty());
    screen.press("n\r?\x1b");
    thread::sleep(Duration::from_millis(200));
    screen.press("\x03");
    assert_eq!(screen.exit_code(), 0);
    screen.assert_given_back();
}

#[test]
fn nothing_moves_and_not_one_byte_is_sent() {
    for arguments in [&[][..], &["learn", "cold-starts"][..]] {
        let mut screen = Pty::start(arguments, 36, 120);
        screen.until("coldstart");
        // Colours of code arrive after the first frame.
        thread::sleep(Duration::from_millis(800));
        let before = screen.bytes_read();
        thread::sleep(Duration::from_secs(1));
        assert_eq!(screen.bytes_read() - before, 0, "bytes sent by an idle screen, {arguments:?}");
        screen.press("\x03");
        assert_eq!(screen.exit_code(), 0);
    }
}

#[test]
fn signals_that_end_us_give_the_terminal_back_first() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 0)] {
        let mut screen = Pty::start(&["learn", "cold-starts"], 36, 120);
        screen.until("page 1 of");
        screen.signal(signal);
        assert_eq!(screen.exit_code(), code, "after SIG{signal}");
        screen.assert_given_back();
    }
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_going_on_paints_it_again() {
    let mut screen = Pty::start(&["learn", "cold-starts"], 36, 120);
    screen.until("page 1 of");
    screen.press("\x1a");
    screen.until_stopped();
    screen.assert_given_back();
    screen.signal("CONT");
    screen.until("page 1 of");
    assert!(screen.is_full_screen());
    screen.press("n");
    screen.until("page 2 of");
    screen.press("\x03");
    assert_eq!(screen.exit_code(), 0);
    screen.assert_given_back();
}

#[test]
fn the_mouse_does_what_keys_do() {
    let mut screen = Pty::start(&["learn", "cold-starts"], 36, 120);
    screen.until("page 1 of");
    let (row, column) = screen.find("n next").expect("the footer lists it");
    screen.click(row, column);
    screen.until("page 2 of");
    screen.press("\x03");
    assert_eq!(screen.exit_code(), 0);
}

#[test]
fn without_a_terminal_there_is_a_word_and_exit_2() {
    for arguments in [&[][..], &["learn"][..], &["learn", "cold-starts"][..]] {
        let output = Command::new(env!("CARGO_BIN_EXE_coldstart"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .output()
            .expect("it starts");
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty(), "nothing but the message is said");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("needs a terminal: standard input and output are not one. To read without:"), "{said}");
    }
}

#[test]
fn a_terminal_that_cannot_show_a_screen_gets_a_word_and_exit_2() {
    let program = Path::new("/usr/bin/env");
    let mut screen = Pty::start_program(program, &["TERM=dumb", env!("CARGO_BIN_EXE_coldstart")], 36, 120);
    assert_eq!(screen.exit_code(), 2);
    assert!(screen.contents().contains("coldstart needs a terminal"), "{}", screen.contents());
    assert!(!screen.is_full_screen());
}

#[test]
fn a_misspelt_lesson_gets_a_suggestion() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_coldstart")).args(["learn", "cold-strats"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `cold-starts`?"));
}

#[test]
fn a_lab_of_a_lesson_opens_full_screen() {
    let mut screen = Pty::start(&["lab", "content/lessons/cold-starts.md#burst"], 36, 120);
    screen.until("Fleet");
    screen.press("i");
    screen.until("REPORT");
    screen.press("q");
    assert_eq!(screen.exit_code(), 0);
    screen.assert_given_back();
}

/// A program that panics while it has the terminal: this very test, started again inside a pseudo-terminal.
#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    let mut screen = Pty::start_program(
        &std::env::current_exe().expect("this test is a program"),
        &["panics_on_purpose", "--exact", "--ignored", "--nocapture"],
        36,
        120,
    );
    assert_ne!(screen.exit_code(), 0);
    screen.assert_given_back();
    assert!(screen.contents().contains("the roof fell in"), "{}", screen.contents());
}

#[test]
#[ignore = "panics on purpose: run by a_panic_gives_the_terminal_back_before_its_message, in a terminal of its own"]
fn panics_on_purpose() {
    let mut terminal = coldstart::edge::Terminal::borrow().expect("a terminal");
    terminal.draw(|frame| frame.render_widget("busy", frame.area())).expect("a frame");
    panic!("the roof fell in");
}

// ---- for authors

/// A course that is being written.
fn course_in(folder: &Path, words: &str) {
    let lab = "```lab id=one\n[functions.f]\nruntime = \"modelled\"\n[functions.f.model]\ncpu = 5\n[load]\nrps = 5\n[time]\nduration = \"20m\"\n```\n";
    std::fs::write(
        folder.join("a.md"),
        format!("# One\n\n{words}\n\n<!-- pagebreak -->\n\n## Two\n\n{words}\n\n{lab}"),
    )
    .expect("a file");
}

#[test]
fn a_saved_course_is_shown_as_it_is_now_and_a_course_at_rest_costs_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    course_in(folder.path(), "First words.");
    let file = folder.path().join("a.md").to_string_lossy().into_owned();
    for path in [folder.path().to_string_lossy().into_owned(), file] {
        course_in(folder.path(), "First words.");
        let mut screen = Pty::start(&["open", &path], 36, 120);
        screen.until("One");
        screen.press(if path.ends_with(".md") { "n" } else { "\rn" });
        screen.until("page 2 of 2");
        thread::sleep(Duration::from_millis(600));
        let before = screen.bytes_read();
        thread::sleep(Duration::from_millis(1_500));
        assert_eq!(screen.bytes_read(), before, "a course at rest sends nothing");
        course_in(folder.path(), "Second words, [x](nowhere.md).");
        screen.until("Second words");
        screen.until("page 2 of 2");
        screen.until("2 errors");
        screen.press("!");
        screen.until("a.md:3:15");
        screen.press("\x1b");
        std::fs::remove_file(folder.path().join("a.md")).expect("a file");
        course_in(folder.path(), "Third words.");
        screen.until("Third words");
        screen.press("\x03");
        assert_eq!(screen.exit_code(), 0);
    }
}

#[test]
fn an_editor_gets_the_terminal_and_every_key_and_gives_it_back() {
    let folder = tempfile::tempdir().expect("a folder");
    course_in(folder.path(), "First words, [x](nowhere.md).");
    // An editor that says where it is and reads a line, as a person would type it.
    let editor = folder.path().join("an editor");
    let script = "#!/bin/sh\nprintf 'EDITING %s %s\\n' \"$1\" \"$(basename \"$2\")\"\nread line\nprintf '# One\\n\\n%s\\n' \"$line\" > \"$2\"\n";
    std::fs::write(&editor, script).expect("a file");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&editor, mode).expect("a program");
    let path = folder.path().join("a.md");
    let mut screen = Pty::start_with_editor(&["open", &path.to_string_lossy()], &format!("'{}'", editor.display()));
    screen.until("2 errors");
    screen.press("!");
    screen.until("a.md:3:14");
    screen.press("e");
    screen.until("EDITING +3 a.md");
    assert!(!screen.is_full_screen(), "the editor has the terminal as it was");
    screen.press("quit? no, ! and q are mine\n");
    screen.until("are mine");
    screen.until("Nothing to complain about");
    assert!(screen.is_full_screen());
    screen.press("\x03");
    assert_eq!(screen.exit_code(), 0);
    screen.assert_given_back();
}

#[test]
fn notes_in_a_second_terminal_follow_the_page_of_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "# One\n\nWords.\n\n<!-- speaker_note: Begin slowly. -->\n\n<!-- pagebreak -->\n\n## Two\n\nMore.\n\n<!-- speaker_note:\nAsk for guesses.\nThen wait. -->\n\n<!-- pagebreak -->\n\n## Three\n";
    std::fs::write(folder.path().join("a.md"), text).expect("a file");
    let path = folder.path().join("a.md").to_string_lossy().into_owned();
    let memory = std::sync::Arc::new(tempfile::tempdir().expect("a folder"));
    let mut notes = Pty::start_with_memory(&["notes", &path], 24, 80, std::sync::Arc::clone(&memory));
    notes.until("Begin slowly.");
    notes.until("next: Two");
    notes.until("0:00:0");
    let mut first = Pty::start_with_memory(&["open", &path], 36, 120, memory);
    first.until("page 1 of 3");
    first.press("n");
    notes.until("Ask for guesses.");
    notes.until("Then wait.");
    notes.until("page 2 of 3");
    first.press("n");
    notes.until("No notes for this page.");
    notes.until("the end");
    first.press("p");
    notes.until("Ask for guesses.");
    first.press("\x03");
    assert_eq!(first.exit_code(), 0);
    notes.press("q");
    assert_eq!(notes.exit_code(), 0);
    notes.assert_given_back();
}
