//! Editing as a learner does it.

use super::*;

const LESSON: &str = "# Code\n\n```event test id=ping title=\"An event\"\n{ \"n\": 1 }\n```\n\n```lab id=one\nwatch = [\"code\", \"event\"]\n[functions.f]\ncode = \"functions/f.js\"\nruntime = \"modelled\"\n[functions.f.model]\ncpu = 5\n[functions.g]\ncode = \"functions/g.js\"\nruntime = \"modelled\"\n[functions.g.model]\ncpu = 5\n```\n";

/// Somebody with a lab of two functions in front of them, and what they have done before.
fn coder_with(progress: Progress, code: &str) -> Session {
    let mut files = Files::new();
    files.insert("lesson.md", LESSON.as_bytes().to_vec());
    files.insert("functions/f.js", code.as_bytes().to_vec());
    files.insert("functions/g.js", b"export const handler = async () => 2;\n".to_vec());
    session_with(Library::from_files("lesson", files), progress, None).press("enter")
}

fn coder() -> Session {
    coder_with(Progress::default(), "export const handler = async () => 1;\n")
}

fn code(session: &Session) -> String {
    session.bench().code().expect("code").editor.text()
}

#[test]
fn letters_are_text_between_enter_and_esc() {
    let session = coder().press("tab enter").types("i ").press("esc");
    assert_eq!(code(&session), "i export const handler = async () => 1;");
    assert_eq!(session.bench().run().commands().len(), 0);
    let session = session.press("i");
    assert_eq!(session.bench().run().commands().len(), 1, "letters are keys again");
}

#[test]
fn ctrl_c_copies_what_is_selected_and_quits_where_nothing_is() {
    let session = coder().press("tab enter shift-right shift-right ctrl-c");
    assert!(!session.ended);
    let session = session.press("end ctrl-v");
    assert_eq!(code(&session), "export const handler = async () => 1;ex");
    assert!(session.press("ctrl-c").ended);
}

#[test]
fn what_is_taken_back_can_be_done_again() {
    let session = coder().press("tab enter").types("one two").press("ctrl-z");
    assert_eq!(code(&session), "one export const handler = async () => 1;");
    assert_eq!(code(&session.press("ctrl-z ctrl-y ctrl-y")), "one twoexport const handler = async () => 1;");
}

#[test]
fn the_original_comes_back_after_a_question_and_can_be_taken_back() {
    let session = coder().press("tab enter").types("x").press("ctrl-r n");
    assert_eq!(code(&session), "xexport const handler = async () => 1;");
    let session = session.press("ctrl-r y");
    assert_eq!(code(&session), "export const handler = async () => 1;");
    assert_eq!(code(&session.press("ctrl-z")), "xexport const handler = async () => 1;");
}

#[test]
fn the_learners_own_editor_gets_the_text_and_gives_it_back() {
    let mut session = coder().press("tab E");
    assert_eq!(session.outside, [("f.js".to_owned(), "export const handler = async () => 1;".to_owned())]);
    session.send(Msg::EditedOutside(Ok("let a;\n".to_owned())));
    assert_eq!(code(&session), "let a;");
    session.send(Msg::EditedOutside(Err("`vi` cannot be started".to_owned())));
    assert!(session.app.status.as_ref().is_some_and(|status| status.wrong && status.text.contains("vi")));
    assert_eq!(code(&session.press("enter ctrl-z")), "export const handler = async () => 1;");
}

#[test]
fn each_function_has_its_code() {
    let session = coder().press("tab ctrl-pgdn");
    assert!(code(&session).contains("=> 2"));
    let session = session.commands("edit f").types("// ");
    assert!(code(&session).starts_with("// export"));
    let session = session.press("esc").commands("edit h");
    let Some(Overlay::Command(line)) = &session.app.overlay else { panic!("the line stays open") };
    assert!(line.problem.as_ref().is_some_and(|problem| problem.message.contains("`h`")));
}

#[test]
fn an_event_is_checked_while_it_is_typed() {
    let session = coder().press("tab tab enter ctrl-a").types("{ \"n\": }");
    let mark = session.bench().code().and_then(|file| file.event.editor.mark.clone()).expect("a mistake");
    assert_eq!((mark.line, mark.column), (0, Some(7)));
    let session = session.press("backspace").types("2 }");
    assert_eq!(session.bench().code().and_then(|file| file.event.wrong()), None);
}

#[test]
fn the_event_of_a_card_is_edited_with_the_same_keys() {
    let session = coder().press("enter end left").types(", \"m\": 2").press("ctrl-z ctrl-z");
    let Some(Card::Event(card)) = session.study().cards.get("ping") else { panic!("an event card") };
    assert_eq!(card.draft.editor.text(), "{ \"n\": 1 , }");
    assert!(card.open && card.draft.wrong().is_some());
}
