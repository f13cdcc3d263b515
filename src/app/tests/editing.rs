//! Editing as a learner does it.

use super::*;

const LESSON: &str = r#"# Code

```event test id=ping title="An event"
{ "n": 1 }
```

```lab id=one
watch = ["code", "event"]
[functions.f]
code = "functions/f.js"
event = '{"n": 7}'
[functions.g]
code = "functions/g.js"
```
"#;

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

/// The commands of the run, in words.
fn commands(session: &Session) -> Vec<String> {
    session.bench().run().commands().iter().map(|timed| timed.command.to_string()).collect()
}

fn said(session: &Session) -> &str {
    session.app.status.as_ref().map_or("", |status| status.text.as_str())
}

#[test]
fn what_is_on_the_screen_is_deployed_with_a_key_or_a_line() {
    let session = coder().press("tab enter").types("// ").press("ctrl-s");
    let deployed = "deploy f \"// export const handler = async () => 1;\"";
    assert_eq!(commands(&session), [deployed]);
    assert_eq!(said(&session), "f is deployed; its next calls start cold");
    let file = |session: &Session| session.bench().code().expect("code").clone();
    assert!(session.bench().is_deployed(&file(&session)));
    let session = session.press("backspace");
    assert!(!session.bench().is_deployed(&file(&session)));
    let session = session.press("esc D").commands("deploy f");
    assert_eq!(commands(&session).len(), 3);
    assert!(session.bench().is_deployed(&file(&session)));
    let session = session.commands("reset");
    assert!(!session.bench().is_deployed(&file(&session)), "the lab begins with the lesson's code, the text stays");
}

#[test]
fn code_that_cannot_be_read_is_not_deployed_and_says_where() {
    let session = coder().press("tab enter end enter").types("const = 1;").press("ctrl-s");
    assert_eq!(commands(&session), [""; 0]);
    assert!(said(&session).starts_with("functions/f.js:2:7: "), "{}", said(&session));
    assert!(said(&session).ends_with("nothing was deployed"), "{}", said(&session));
    let editor = session.app.editor().expect("still editing");
    assert_eq!((editor.cursor().at.line, editor.mark.as_ref().map(|mark| mark.line)), (1, Some(1)));
    let session = session.press("ctrl-k ctrl-s");
    assert_eq!(session.app.editor().and_then(|editor| editor.mark.clone()), None);
    assert_eq!(commands(&session).len(), 1);
}

#[test]
fn a_deployment_in_the_past_forks_the_run() {
    let session = coder().press("tab D").commands("ff 10s").frames(3).press("ctrl-home").frames(3);
    let session = session.press("enter").types("// ").press("ctrl-s");
    assert!(said(&session).contains("branch"), "{}", said(&session));
    assert_eq!(session.bench().history().fork_count(), 2);
}

#[test]
fn a_call_carries_the_event_on_the_screen() {
    let session = coder().press("i");
    assert_eq!(commands(&session), ["invoke f with {\"n\":1}"], "the card's, as it has the keys");
    let session = coder().press("enter end left").types(", \"m\": [2]").press("ctrl-s");
    assert_eq!(commands(&session), ["invoke f with {\"n\":1,\"m\":[2]}"]);
    let plain = LESSON.replace("```event test id=ping title=\"An event\"\n{ \"n\": 1 }\n```\n", "");
    let mut files = Files::new();
    files.insert("lesson.md", plain.as_bytes().to_vec());
    for name in ["functions/f.js", "functions/g.js"] {
        files.insert(name, b"exports.handler = () => 1;".to_vec());
    }
    let reader = session_with(Library::from_files("lesson", files), Progress::default(), None).press("enter");
    let session = reader.press("i").press("tab tab enter ctrl-a").types("[").press("ctrl-s");
    assert_eq!(commands(&session), ["invoke f with {\"n\":7}"]);
    assert!(said(&session).starts_with("not sent: the event is not JSON: "), "{}", said(&session));
}

/// What was kept, added up as the store would.
fn remembered(session: &Session) -> Progress {
    let mut progress = Progress::default();
    session.kept.iter().for_each(|event| progress.apply(event));
    progress
}

/// The texts that were kept.
fn drafts(session: &Session) -> Vec<(&str, Option<&str>)> {
    let drafts = session.kept.iter().filter_map(|event| match event {
        ProgressEvent::DraftKept { draft, text, .. } => Some((draft.as_str(), text.as_deref())),
        _ => None,
    });
    drafts.collect()
}

#[test]
fn what_was_written_is_kept_when_the_text_is_left_and_found_the_next_day() {
    let session = coder().press("tab enter").types("// ");
    assert_eq!(drafts(&session), []);
    let session = session.press("esc");
    let text = "// export const handler = async () => 1;";
    assert_eq!(drafts(&session), [("code:f:functions/f.js", Some(text))]);
    let session = session.press("tab enter end left").types(" ").press("esc");
    assert_eq!(drafts(&session).len(), 2);
    let next_day = coder_with(remembered(&session), "export const handler = async () => 1;\n");
    let file = next_day.bench().code().expect("code");
    assert_eq!((code(&next_day).as_str(), file.corrected), (text, false));
    assert!(!next_day.bench().is_deployed(file), "the lab begins with the lesson's code");
    assert!(file.event.is_changed());
    assert_eq!(drafts(&next_day), [], "nothing new");
    let restored = next_day.press("tab ctrl-r y");
    assert_eq!(drafts(&restored), [("code:f:functions/f.js", None)]);
}

#[test]
fn a_corrected_lesson_loses_nothing_and_is_told_of() {
    let session = coder().press("tab enter").types("// ").press("esc");
    let corrected = coder_with(remembered(&session), "export const handler = async () => 3;\n");
    let file = corrected.bench().code().expect("code");
    assert!(file.corrected);
    assert_eq!(code(&corrected), "// export const handler = async () => 1;");
    let session = corrected.press("tab ctrl-r y");
    assert_eq!(code(&session), "export const handler = async () => 3;");
}

#[test]
fn what_is_being_written_is_kept_when_one_quits_or_goes_elsewhere() {
    assert_eq!(drafts(&coder().press("tab enter").types("x").press("ctrl-c")).len(), 1);
    let mut session = coder().press("tab enter").types("x");
    session.send(Msg::Go(Place::Home));
    assert_eq!(drafts(&session).len(), 1);
    assert_eq!(drafts(&coder().press("tab enter").types("x").press("ctrl-s")).len(), 1);
    assert_eq!(drafts(&coder().press("tab enter").types("x").press("backspace esc")).len(), 0, "nothing has changed");
}

#[test]
fn an_event_begins_from_a_template() {
    let session = coder().press("tab tab ctrl-t down down enter");
    let event = |session: &Session| session.bench().code().expect("code").event.clone();
    assert_eq!(event(&session).source, "sqs");
    assert!(event(&session).editor.text().contains("aws:sqs"));
    let session = session.press("enter ctrl-z");
    assert_eq!(event(&session).editor.text(), "{\n  \"n\": 7\n}");
}

#[test]
fn what_came_of_a_call_is_seen() {
    let answers =
        "export const handler = async (event) => {\n  console.log('hello');\n  return { got: event.n };\n};\n";
    let session = coder_with(Progress::default(), answers).press("tab tab").press("i").frames(90);
    let result = session.bench().calls.result.clone().expect("a result");
    assert_eq!(result.answer, Some(Answer::Response("{\n  \"got\": 1\n}".to_owned())), "the card's event");
    assert!(result.logs.iter().any(|line| line.text.contains("hello")));
    for name in ["Duration", "Billed Duration", "Init Duration", "Max Memory Used"] {
        assert!(result.figure(name).is_some(), "{name} of {:?}", result.logs);
    }
    assert!(session.bench().code().is_some_and(|file| file.editor.mark.is_none()));
}

#[test]
fn an_error_is_marked_at_the_line_where_it_was_thrown() {
    let fails = "// ANCHOR: a\nexport const handler = async (event) => {\n  return event.a.b;\n};\n// ANCHOR_END: a\n";
    let session = coder_with(Progress::default(), fails).press("i").frames(90);
    let Some(Answer::Failed(failure)) = session.bench().calls.result.clone().and_then(|result| result.answer) else {
        panic!("an error: {:?}", session.bench().calls)
    };
    assert_eq!((failure.kind.as_str(), failure.place.map(|(line, _)| line)), ("TypeError", Some(1)));
    let mark = session.bench().code().and_then(|file| file.editor.mark.clone()).expect("a mark");
    assert!(mark.line == 1 && mark.words.starts_with("TypeError: "), "{mark:?}");
    let session =
        session.press("tab enter ctrl-end up home ctrl-k").types("return 1;").press("ctrl-s esc i").frames(90);
    assert_eq!(session.bench().code().and_then(|file| file.editor.mark.clone()), None);
    let answer = session.bench().calls.result.clone().and_then(|result| result.answer);
    assert_eq!(answer, Some(Answer::Response("1".to_owned())));
}

#[test]
fn a_worked_solution_that_is_code_is_shown_beside_what_it_changes() {
    let lesson = LESSON.to_owned()
        + "\n```challenge id=two lab=one\ngoal = [\"errors < 1\"]\nsolution_code = \"functions/solved.js\"\n```\n";
    let mut files = Files::new();
    let lesson = lesson.replace("```event test id=ping title=\"An event\"\n{ \"n\": 1 }\n```\n", "");
    files.insert("lesson.md", lesson.into_bytes());
    files.insert("functions/f.js", b"export const handler = async () => 1;\n".to_vec());
    files.insert("functions/g.js", b"export const handler = async () => 2;\n".to_vec());
    files.insert("functions/solved.js", b"// ANCHOR: a\nexport const handler = async () => 3;\n".to_vec());
    let reader = session_with(Library::from_files("lesson", files), Progress::default(), None).press("enter");
    let session = reader.press("w");
    assert_eq!(code(&session), "export const handler = async () => 3;");
    let file = session.bench().code().expect("code");
    let CodeView::Diff(lines) = &file.view else { panic!("what it changes") };
    assert_eq!(lines.iter().filter(|line| line.original.is_none() || line.own.is_none()).count(), 2);
    let session = session.press("ctrl-s enter ctrl-z");
    assert_eq!(commands(&session), ["deploy f \"export const handler = async () => 3;\""]);
    assert_eq!(code(&session), "export const handler = async () => 1;");
}
