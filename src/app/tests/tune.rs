//! The same traffic with each value of a setting.

use super::*;

/// A lab of one function with a load, and no end of its own.
fn tuner() -> Session {
    reader_of(
        "# Tune\n\n```lab id=one\n[functions.f]\nruntime = \"modelled\"\n[functions.f.model]\ncpu = 40\nwait = 20\n[load]\nshape = \"poisson\"\nrps = 2\n```\n",
    )
}

fn tune(learner: &Session) -> &Tune {
    match &learner.app.overlay {
        Some(Overlay::Tune(tune)) => tune,
        other => panic!("no sweep on the screen: {other:?}"),
    }
}

#[test]
fn a_sweep_is_played_in_the_background_and_its_best_point_is_chosen() {
    let learner = tuner().commands("tune memory_mb=128..3008 for 10m").works(2_000);
    assert!(tune(&learner).table().is_none());
    assert!(learner.app.jobs.any(), "the screen goes on meanwhile");
    let learner = learner.works(u64::MAX);
    let view = tune(&learner);
    let table = view.table().expect("it is done");
    assert_eq!((Some(view.selected), table.rows.len()), (table.best, 6));
    assert_eq!(view.about, "10 min at each point");
    let learner = learner.press("left left enter");
    assert!(learner.app.overlay.is_none());
    assert_eq!(learner.bench().changes(), [("functions.f.memory_mb".to_owned(), "512".to_owned())]);
    assert!(learner.app.status.as_ref().is_some_and(|status| status.text.contains("memory_mb 512")));
}

#[test]
fn escape_ends_the_work_and_what_comes_of_it_is_dropped() {
    let mut learner = tuner().press("T").works(2_000);
    let job = learner.jobs.pop().expect("the job was begun");
    learner.jobs.clear();
    let learner = learner.press("esc");
    assert!(learner.app.overlay.is_none() && !learner.app.jobs.any());
    let mut learner = learner;
    let mut job = job;
    while !job.step(&mut Budget::unlimited()) {}
    learner.send(Msg::JobDone(job.id, job.finish()));
    assert!(learner.app.overlay.is_none(), "nobody asked for it any more");
    let mut lost = tuner().press("T");
    let id = lost.jobs[0].id;
    lost.send(Msg::JobLost(id));
    assert!(lost.app.status.is_some_and(|status| status.wrong));
}

#[test]
fn what_was_done_to_the_lab_is_done_at_every_point() {
    let quiet = reader_of("# Tune\n\n```lab id=one\n[functions.f]\n[functions.f.model]\ncpu = 40\n```\n");
    let learner = quiet.commands("invoke f 20").frames(3).commands("tune memory_mb=128,1024").works(u64::MAX);
    let requests = |row: &crate::lab::sweep::Row| row.metrics.value("requests");
    assert!(tune(&learner).table().unwrap().rows.iter().all(|row| requests(row) == Some(20.0)));
}

#[test]
fn a_sweep_that_makes_no_sense_says_why_in_the_line() {
    let problem = |line: &str| {
        let learner = tuner().commands(line);
        match learner.app.overlay {
            Some(Overlay::Command(line)) => line.problem.map(|problem| (problem.span, problem.message)),
            _ => None,
        }
    };
    assert_eq!(problem("tune memroy=1..2"), Some((5..11, "unknown setting `memroy`".to_owned())));
    assert_eq!(problem("tune memory=128..512 best p95_m").unwrap().0, 26..31);
    assert_eq!(problem("tune"), Some((4..4, "which setting is to be tuned?".to_owned())));
}
