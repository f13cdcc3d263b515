//! Keys in every state: the rows, the footer, the ways out.

use super::*;

/// States a learner can be in, with what leads there.
fn states() -> Vec<(&'static str, Session)> {
    vec![
        ("at home", newcomer()),
        ("on a page of text", session("cold-starts")),
        ("before a guess", session("cold-starts").press("n")),
        ("after a guess", session("cold-starts").press("n s")),
        ("while a lab runs", session("cold-starts").press("n s b").frames(3)),
        ("back in time", session("cold-starts").press("n s b").frames(9).press("space ctrl-home")),
        (
            "beside another run",
            session("cold-starts").press("n s b").frames(9).commands("compare memory_mb=1024").frames(3),
        ),
        ("in the branches", session("cold-starts").press("n s b").frames(9).commands("fork").press("ctrl-f")),
        ("during a jump", session("cold-starts").press("n s").commands("ff 30m")),
        ("at a challenge", session("servers-you-never-see").at_card("postcards-for-all")),
        ("during a check", session("servers-you-never-see").at_card("postcards-for-all").press("enter")),
        ("before a quiz", session("cold-starts").at_card("cold-starts-check")),
        ("in a quiz", session("cold-starts").at_card("cold-starts-check").press("enter")),
        ("at an event", reader_of(LAB_WITH_EVENT)),
        ("editing an event", reader_of(LAB_WITH_EVENT).press("enter")),
        ("in the help", newcomer().press("?")),
        ("in the command line", session("cold-starts").press(":")),
        ("in the contents", session("cold-starts").press("t")),
        ("in the search", session("cold-starts").press("/").types("cold")),
        ("in every other lab", session("concurrency-not-rps").press("n s")),
    ]
}

#[test]
fn no_two_rows_share_a_key_in_any_state() {
    for (state, learner) in states() {
        let mut seen: Vec<Key> = Vec::new();
        for row in keymap::active(&learner.app) {
            for key in row.keys {
                assert!(!seen.contains(&key), "{state}: {key} has two meanings");
                seen.push(key);
            }
        }
    }
}

#[test]
fn what_the_footer_lists_does_what_it_says() {
    for (state, learner) in states() {
        for row in keymap::footer(&learner.app) {
            for key in &row.keys {
                assert_eq!(keymap::lookup(&learner.app, *key), Some(row.action), "{state}: {key} {}", row.label);
            }
        }
    }
}

#[test]
fn every_state_has_help_and_a_way_out() {
    for (state, learner) in states() {
        let quit = keymap::lookup(&learner.app, Key::ctrl('c'));
        assert_eq!(quit, Some(Action::Quit), "{state}");
        let help = keymap::help(&learner.app);
        assert!(help.iter().map(|(_, rows)| rows.len()).sum::<usize>() > 20, "{state}");
    }
}

#[test]
fn any_key_in_any_state_is_survived() {
    let keys = "enter esc tab shift-tab space backspace up down left right pgup pgdn home end del a b c d h i m n o p r s t v w x f F R C + - < > , . 1 9 ? : / ctrl-g ctrl-s alt-left alt-right shift-left shift-right ctrl-left ctrl-right ctrl-home ctrl-end ctrl-f";
    for (_, learner) in states() {
        learner.press(keys).press(keys).frames(2);
    }
}

#[test]
fn keys_that_are_clicked_do_the_same() {
    let mut learner = session("cold-starts");
    learner.send(Msg::Do(Action::NextPage));
    assert_eq!(learner.study().page, 1);
    learner.send(Msg::Card("twenty-at-once".to_owned()));
    learner.send(Msg::Do(Action::Skip));
    assert_eq!(learner.app.locked_by(), None);
    learner.send(Msg::Focus(Some("bill".to_owned())));
    assert_eq!(learner.study().focus.as_deref(), Some("bill"));
}

#[test]
fn leaving_a_lesson_goes_home_and_leaving_home_ends() {
    let learner = session("cold-starts").press("q");
    assert!(learner.app.home().is_some() && !learner.ended);
    assert!(learner.press("q").ended);
}

// ---- nothing is global

#[test]
fn twenty_programs_in_one_process_do_not_disturb_each_other() {
    let start =
        |seed| session_with(Library::embedded(), Progress::default(), Some(seed)).goes_to("concurrency-not-rps");
    let play = |learner: Session| learner.press("n s space").frames(1);
    let alone: Vec<u64> = (0..20).map(|seed| play(start(seed)).frames(15).bench().journal_hash()).collect();
    let mut together: Vec<Session> = (0..20).map(|seed| play(start(seed))).collect();
    for _ in 0..15 {
        together = together.into_iter().map(|learner| learner.frames(1)).collect();
    }
    let hashes: Vec<u64> = together.iter().map(|learner| learner.bench().journal_hash()).collect();
    assert_eq!(hashes, alone);
    let mut distinct = hashes.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 20, "other seeds, other runs");
}

#[test]
fn nothing_moves_and_nothing_is_drawn() {
    let mut learner = session("cold-starts");
    learner.app.drawn();
    learner.send(Msg::Frame { elapsed: FRAME });
    assert!(learner.app.finish_frame().is_empty());
    assert!(!learner.app.is_dirty() && !learner.app.wants_frames());
}
