//! Time turned back, branches, two runs side by side: by keys, by the bar of time, by the command line.

use super::*;
use crate::units::Moment;

/// A lab with a burst to remember.
const LAB: &str = "# A lab\n\n```lab id=one\nseed = 3\n[functions.shop]\nmemory_mb = 512\n[functions.shop.model]\nwait = { dist = \"exponential\", mean = 200 }\n[load]\nrps = 5\nshape = \"poisson\"\n[time]\nspeed = 10\nduration = \"20m\"\n[[controls]]\ntarget = \"shop.memory_mb\"\nvalues = [128, 512, 1024]\n[[actions]]\nkey = \"b\"\nlabel = \"Burst\"\nrun = \"load 40 burst\"\n```\n";

fn at(seconds: u64) -> Moment {
    Moment(seconds * 1_000_000)
}

/// A learner whose lab has run for a minute, with a burst after half of it.
fn learner() -> Session {
    reader_of(LAB).commands("ff 30s").frames(4).press("b space").commands("ff 30s").frames(4)
}

fn said(learner: &Session) -> String {
    let words = learner.app.status.as_ref().map(|status| status.text.clone());
    words.or_else(|| learner.bench().said.as_ref().map(|said| said.text.clone())).unwrap_or_default()
}

fn branches(learner: &Session) -> Vec<String> {
    learner.bench().history().forks().into_iter().map(|fork| fork.name).collect()
}

#[test]
fn time_turns_back_and_goes_on_as_it_was() {
    let learner = learner();
    let (hash, newest) = (learner.bench().journal_hash(), learner.bench().now());
    assert_eq!(newest, at(60));
    let learner = learner.commands("back 40s").frames(1);
    assert_eq!(learner.bench().now(), at(20));
    assert!(said(&learner).contains("a change here forks the run"), "{}", said(&learner));
    assert_eq!(learner.bench().snapshot.now, at(20), "the panes show that moment");
    assert!(learner.bench().snapshot.marks.is_empty());
    let learner = learner.commands("ff 40s").frames(4);
    assert_eq!((learner.bench().now(), learner.bench().journal_hash()), (newest, hash));
    assert_eq!(branches(&learner), ["main"]);
}

#[test]
fn a_change_in_the_past_forks_and_says_so() {
    let learner = learner().commands("at 00:00:20").frames(1).press("m");
    assert!(said(&learner).contains("now in branch fork-1, main stays as it was"), "{}", said(&learner));
    assert_eq!(learner.bench().controls[0].value, "1024");
    let learner = learner.press("ctrl-f");
    let Some(Overlay::Forks(picker)) = &learner.app.overlay else { panic!("the branches") };
    let rows: Vec<(&str, &str)> = picker.rows.iter().map(|row| (row.text.as_str(), row.detail.as_str())).collect();
    assert_eq!(rows[0], ("main  as it was begun", "1 command, to 00:01:00"));
    assert_eq!(rows[1], ("fork-1 (in hand)  from main at 00:00:20", "1 command, to 00:00:20"));
    let learner = learner.press("up enter").frames(1);
    assert_eq!((learner.bench().now(), learner.bench().controls[0].value.as_str()), (at(60), "512"));
    let learner = learner.press("ctrl-f down d esc");
    assert_eq!(branches(&learner), ["main"]);
}

#[test]
fn controls_and_uses_of_keys_are_those_of_the_moment() {
    let learner = learner().press("m").commands("ff 10s").frames(3);
    assert_eq!(learner.bench().controls[0].value, "1024");
    assert_eq!(learner.bench().used_at("b"), Some(at(30)));
    assert_eq!(learner.bench().changes().len(), 1);
    let learner = learner.commands("at 10s").frames(1);
    assert_eq!(learner.bench().controls[0].value, "512");
    assert_eq!((learner.bench().used_at("b"), learner.bench().changes().len()), (None, 0), "a check plays without it");
    let learner = learner.commands("ff 60s").frames(4);
    assert_eq!(learner.bench().controls[0].value, "1024", "it happens again");
    assert_eq!(learner.bench().changes().len(), 1);
}

#[test]
fn keys_step_back_as_they_step_on() {
    let learner = learner().press("left").frames(1);
    let event = learner.bench().now();
    assert!(event < at(60) && event > at(57));
    let learner = learner.press("right").frames(2);
    let newest = learner.bench().history().newest();
    assert!(learner.bench().now() > event && newest >= at(60));
    let learner = learner.press("ctrl-left").frames(1);
    assert_eq!(learner.bench().now(), at(30), "the burst");
    let learner = learner.press("shift-left").frames(1);
    assert!(learner.bench().now() < at(30));
    let learner = learner.press("ctrl-home").frames(1);
    assert_eq!(learner.bench().now(), Moment::START);
    let learner = learner.press("ctrl-right").frames(1);
    assert_eq!(learner.bench().now(), at(30));
    let learner = learner.press("ctrl-end").frames(1);
    assert_eq!(learner.bench().now(), newest);
    assert!(!learner.app.wants_frames() && branches(&learner) == ["main"]);
    let learner = learner.press("f home").frames(1);
    assert_eq!(learner.bench().now(), Moment::START, "without a text beside it, home is the start");
}

#[test]
fn a_press_on_the_bar_goes_there_and_never_beyond_what_was_played() {
    let mut learner = learner();
    learner.send(Msg::GoTo(at(42)));
    let mut learner = learner.frames(1);
    assert_eq!(learner.bench().now(), at(42));
    learner.send(Msg::GoTo(at(900)));
    assert_eq!(learner.frames(1).bench().now(), at(60));
}

#[test]
fn a_long_way_back_shows_how_far_it_is_and_can_be_left() {
    let mut learner = reader_of(LAB).commands("load 3000").commands("ff 90s").frames(400);
    let now = learner.bench().now();
    assert_eq!(now, at(90));
    learner.send(Msg::GoTo(at(89)));
    assert!(learner.app.wants_frames());
    learner.app.work(100);
    let (share, to) = learner.bench().history().travelling().expect("on the way");
    assert!(share > 0.0 && share < 1.0 && to == at(89));
    assert!(learner.footer().contains(&"cancel".to_owned()));
    let learner = learner.commands("invoke shop");
    assert!(matches!(&learner.app.overlay, Some(Overlay::Command(line)) if line.problem.is_some()));
    let learner = learner.press("esc esc");
    assert_eq!((learner.bench().now(), learner.app.wants_frames()), (now, false));
}

#[test]
fn two_runs_stand_side_by_side_and_go_on_together() {
    let learner = learner().commands("compare memory_mb=1024").frames(20);
    let both = |learner: &Session| {
        let other = learner.bench().beside.clone().expect("a run beside");
        (learner.bench().snapshot.clone(), *other)
    };
    let (one, other) = both(&learner);
    assert_eq!((one.now, other.now, one.totals.requests), (at(60), at(60), other.totals.requests));
    assert!(one.invoice.total != other.invoice.total);
    assert!(learner.footer().contains(&"end the comparison".to_owned()));
    let learner = learner.press("b space").commands("ff 20s").frames(30);
    let (one, other) = both(&learner);
    assert_eq!((one.now, other.now, one.totals.requests), (at(80), at(80), other.totals.requests));
    let learner = learner.commands("back 50s").frames(5);
    let (one, other) = both(&learner);
    assert_eq!((one.now, other.now), (at(30), at(30)));
    let learner = learner.press("esc");
    assert!(learner.bench().beside.is_none() && !learner.app.wants_frames());
    assert_eq!(branches(&learner), ["main", "memory_mb=1024"]);
    let learner = learner.commands("compare memory_mb=1024").frames(5).commands("compare nothing");
    assert!(matches!(&learner.app.overlay, Some(Overlay::Command(line)) if line.problem.is_some()));
}

#[test]
fn a_branch_made_with_another_setting_is_checked_with_it() {
    let learner =
        learner().commands("compare memory_mb=1024").frames(20).press("esc").press("ctrl-f down enter").frames(2);
    assert_eq!(learner.bench().changes(), [("functions.shop.memory_mb".to_owned(), "1024".to_owned())]);
    assert_eq!(learner.bench().controls[0].value, "1024");
}

#[test]
fn an_open_guess_keeps_other_branches_closed() {
    let learner = session("cold-starts").press("n").commands("compare memory_mb=1024");
    assert!(matches!(&learner.app.overlay, Some(Overlay::Command(line)) if line.problem.is_some()));
    assert!(learner.bench().history().fork_count() == 1);
}

#[test]
fn a_run_goes_to_a_file_with_all_that_was_done() {
    let mut learner = learner();
    let (lab, hash) = (learner.bench().recording(), learner.bench().journal_hash());
    let text = lab.to_toml();
    let again = crate::lab::Recording::parse(&text).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let run = again.play(crate::lab::Detail::Full, Arc::clone(&learner.app.catalog)).unwrap();
    assert_eq!((run.journal_hash(), run.now()), (hash, at(60)));
    let asked = update(&mut learner.app, Msg::Key(Key::char(':')));
    assert!(asked.is_empty());
    let learner = learner.types("save-run one.toml").press("enter");
    assert_eq!(learner.saved, [("one.toml".to_owned(), text)]);
}

#[test]
fn a_branch_gets_another_name() {
    let learner = learner().commands("at 00:00:20").frames(1).press("m").commands("rename more memory").frames(1);
    assert_eq!(branches(&learner), ["main", "more memory"]);
    assert!(said(&learner).contains("branch fork-1 is now more memory"), "{}", said(&learner));
    let learner = learner.press("ctrl-f up r");
    let Some(Overlay::Command(line)) = &learner.app.overlay else { panic!("the command line") };
    assert_eq!(line.input.value(), "rename main to ");
    let learner = learner.press("esc").commands("rename main to as it was");
    assert_eq!(branches(&learner), ["as it was", "more memory"]);
    let learner = learner.commands("rename as it was");
    assert_eq!(branches(&learner), ["as it was", "more memory"], "two of one name would be one too many");
}

#[test]
fn metrics_open_first_and_close_again() {
    let learner = learner().commands("metrics").frames(1);
    assert_eq!(learner.bench().watch[0], "metrics");
    let minutes = &learner.bench().snapshot.cloudwatch.minutes;
    assert!(minutes.len() >= 2 && minutes[0].values[0] > Some(100.0), "{minutes:?}");
    let learner = learner.commands("metrics").frames(1);
    assert!(!learner.bench().watch.contains(&"metrics".to_owned()));
}
