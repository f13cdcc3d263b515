//! The lab: its clock, its commands, its controls.

use super::*;

#[test]
fn a_step_on_a_fresh_lab_leads_on() {
    for lab in ["[load]\nshape = \"steady\"\nrps = 10\n", "[load]\nshape = \"poisson\"\nrps = 10\n", ""] {
        let markdown = format!("# A lab\n\n```lab id=one\n{lab}[functions.hello]\nmemory_mb = 128\n```\n");
        let mut learner = reader_of(&markdown);
        let mut before = learner.bench().now();
        for _ in 0..3 {
            learner = learner.press("right").frames(2);
            assert!(learner.bench().pace.fast_forward.is_none() && !learner.app.wants_frames(), "{lab}");
            assert!(lab.is_empty() || learner.bench().now() > before, "{lab}");
            before = learner.bench().now();
        }
    }
}

#[test]
fn who_comes_back_to_a_lesson_finds_its_lab_standing_as_it_was_left() {
    let learner = session("cold-starts").press("n s b").frames(5).commands("fork kept").press("q");
    assert!(learner.app.home().is_some());
    let learner = learner.frames(5).goes_to("cold-starts");
    let bench = learner.bench();
    assert!(bench.pace.paused && bench.now().as_micros() > 0);
    assert_eq!((bench.history().fork_count(), bench.history().commands().is_empty()), (2, false));
}

#[test]
fn the_command_line_opens_on_the_course_map_and_says_what_needs_a_lesson() {
    let learner = newcomer().commands("pause");
    let Some(Overlay::Command(line)) = &learner.app.overlay else { panic!("the line stays open") };
    assert_eq!(line.problem.as_ref().map(|problem| problem.message.as_str()), Some("no lab here"));
    let learner = newcomer().commands("open cold-starts");
    assert!(learner.app.overlay.is_none() && learner.app.study().is_some());
    assert!(newcomer().commands("quit").ended);
}

#[test]
fn a_setting_leaves_a_standing_clock_alone() {
    let learner = session("cold-starts").press("n s m + -");
    assert!(learner.bench().pace.paused);
    assert!(!learner.press("b").bench().pace.paused);
}

#[test]
fn a_jump_beyond_the_end_says_so() {
    let lab = "# A lab\n\n```lab id=one\n[functions.hello]\nmemory_mb = 128\n\n[time]\nduration = \"1h\"\n```\n";
    let learner = reader_of(lab).commands("ff 90d");
    let said = |learner: &Session| learner.app.status.as_ref().map(|status| status.text.clone());
    assert_eq!(said(&learner).as_deref(), Some("to the end of the lab (1h); R starts afresh"));
    let learner = learner.frames(3).commands("ff 1m").frames(3);
    assert_eq!(said(&learner).as_deref(), Some("the lab is over; R starts afresh"));
    assert!(!learner.app.wants_frames());
}

#[test]
fn invoking_shows_a_cold_start_and_then_a_warm_one() {
    let learner = session("servers-you-never-see").press("n s i").frames(60).press("i").frames(60);
    let totals = learner.bench().snapshot.totals;
    assert_eq!((totals.invocations, totals.cold_starts), (2, 1));
    assert!(learner.bench().snapshot.invoice.lines.iter().any(|line| line.item.contains("Requests")));
}

#[test]
fn the_clock_obeys() {
    let lab = "# A lab\n\n```lab id=one\n[functions.hello]\nmemory_mb = 128\n\n[time]\nspeed = 30\n```\n";
    let learner = reader_of(lab).press("space").frames(10);
    let now = learner.bench().now();
    assert_eq!(now.as_micros(), 10 * 33_000 * 30);
    let learner = learner.press("space").frames(10);
    assert_eq!(learner.bench().now(), now);
    assert!(!learner.app.wants_frames());
    let learner = learner.press("> >").press("space").frames(1);
    assert!((learner.bench().pace.speed - 100.0).abs() < f64::EPSILON);
    assert_eq!(learner.bench().now().since(now).as_micros(), 33_000 * 100);
}

#[test]
fn stepping_goes_from_event_to_event_and_stops() {
    let learner = session("servers-you-never-see").press("n s i right").frames(2);
    assert!(learner.bench().pace.paused);
    let first = learner.bench().now();
    let learner = learner.press("right").frames(2);
    assert!(learner.bench().now() > first);
    assert!(!learner.app.wants_frames());
}

#[test]
fn a_jump_can_be_cancelled() {
    let mut learner = session("cold-starts").press("n s").commands("ff 30m");
    learner.send(Msg::Frame { elapsed: FRAME });
    learner.app.work(10);
    assert!(learner.app.wants_frames());
    assert!(learner.footer().contains(&"cancel".to_owned()));
    let learner = learner.press("esc");
    assert!(!learner.app.wants_frames());
    assert!(learner.bench().now().as_secs_f64() < 1800.0);
}

#[test]
fn controls_step_through_their_values_and_commands_move_them() {
    let learner = session("cold-starts").press("n s");
    let memory = |learner: &Session| {
        let controls = &learner.bench().controls;
        controls.iter().find(|control| control.target.ends_with("memory_mb")).map(|control| control.value.clone())
    };
    assert_eq!(memory(&learner).as_deref(), Some("512"));
    let learner = learner.press("m");
    assert_eq!(memory(&learner).as_deref(), Some("1024"));
    let learner = learner.press("M");
    assert_eq!(memory(&learner).as_deref(), Some("512"));
    let learner = learner.commands("set heavy-init.memory_mb 1769");
    assert_eq!(memory(&learner).as_deref(), Some("1769"));
}

#[test]
fn a_reset_begins_again_and_keeps_the_panes() {
    let learner = session("cold-starts").press("n s b").frames(5).press("R");
    assert_eq!(learner.bench().now().as_micros(), 0);
    assert_eq!(learner.bench().snapshot.totals.requests, 0);
    assert!(!learner.bench().watch.is_empty());
}

// ---- the command line

#[test]
fn the_command_line_says_what_was_wrong_and_keeps_the_line() {
    let learner = session("cold-starts").press("n s").commands("invok heavy-init");
    let Some(Overlay::Command(line)) = &learner.app.overlay else { panic!("the line stays") };
    assert_eq!(line.input.value(), "invok heavy-init");
    let problem = line.problem.as_ref().expect("a problem");
    assert_eq!(problem.help.as_deref(), Some("did you mean `invoke`?"));
}

#[test]
fn completion_knows_verbs_functions_targets_and_values() {
    let learner = session("cold-starts").press("n s :").types("inv").press("tab");
    let line = |learner: &Session| match &learner.app.overlay {
        Some(Overlay::Command(line)) => line.input.value().to_owned(),
        _ => panic!("the command line"),
    };
    assert_eq!(line(&learner), "invoke ");
    let learner = learner.press("tab");
    assert_eq!(line(&learner), "invoke heavy-init ");
    let learner = learner.press("esc :").types("set memory").press("tab");
    assert!(line(&learner).starts_with("set functions.heavy-init.memory_mb"), "{}", line(&learner));
}

#[test]
fn lines_come_back_from_the_history() {
    let learner = session("cold-starts").press("n s").commands("load 5 steady").press(": up");
    assert!(matches!(&learner.app.overlay, Some(Overlay::Command(line)) if line.input.value() == "load 5 steady"));
}

#[test]
fn other_colours_are_a_command_away_and_remembered() {
    let learner = newcomer().press("enter").commands("theme light");
    assert_eq!(learner.app.looks.theme.name, "light");
    assert!(
        learner
            .kept
            .iter()
            .any(|event| matches!(event, ProgressEvent::SettingChosen { value, .. } if value == "light"))
    );
}
