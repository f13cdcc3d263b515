//! Sweeps, read as a specification.

use super::*;
use crate::lab::work::do_all;

const LAB: &str = "[functions.f]\nruntime = \"modelled\"\nmemory_mb = 128\n[functions.f.model]\ncpu = 40\nwait = 20\n[load]\nshape = \"poisson\"\nrps = 5\n[time]\nduration = \"10m\"\n";

fn score(text: &str) -> Score {
    let (spec, problems) = LabSpec::parse(text);
    let spec = spec.unwrap_or_else(|| panic!("{problems:?}"));
    Score::whole(Arc::new(spec), 7, LabSpec::catalog()).unwrap()
}

fn sweep(text: &str, axes: &[&str], best: Option<&str>, under: &[&str]) -> Result<Table, Problem> {
    let score = score(text);
    let axes = axes.iter().map(|axis| Axis::parse(axis, &score.spec)).collect::<Result<_, _>>()?;
    let choice = Choice::parse(best, under.iter().copied(), &score.spec)?;
    do_all(Sweep::new(score, axes, choice)?)
}

fn column(table: &Table, metric: &str) -> Vec<f64> {
    table.rows.iter().map(|row| row.metrics.value(metric).unwrap()).collect()
}

#[test]
fn every_point_meets_the_same_requests() {
    let table = sweep(LAB, &["f.memory_mb=128..3008"], None, &[]).unwrap();
    assert!(table.same_arrivals);
    let requests = column(&table, "requests");
    assert!(requests[0] > 2_800.0 && requests.iter().all(|count| count.to_bits() == requests[0].to_bits()));
    let durations = column(&table, "duration_mean_ms");
    assert!(durations.is_sorted_by(|one, other| one >= other), "more memory is never slower: {durations:?}");
    assert!(durations[0] > 500.0 && durations[5] < 80.0, "{durations:?}");
    let other = sweep(LAB, &["load.rps=1..5"], None, &[]).unwrap();
    assert!(!other.same_arrivals);
    assert!(other.to_text("lab").contains("the points met different requests"));
}

#[test]
fn a_point_is_what_a_run_with_that_setting_is() {
    let table = sweep(LAB, &["f.memory_mb=256,1024"], None, &[]).unwrap();
    let plain = score(LAB);
    for row in &table.rows {
        let spec = plain.spec.with([("f.memory_mb", row.values[0].as_str())]).unwrap();
        let mut run = crate::lab::Run::new(Arc::new(spec), 7, Detail::Full, LabSpec::catalog());
        run.advance_to(run.end(), &mut Budget::unlimited());
        assert_eq!(run.measure(&Window::All), row.metrics);
    }
}

#[test]
fn pieces_of_work_make_the_same_table() {
    let score = score(LAB);
    let axis = Axis::parse("f.memory_mb=128..1024", &score.spec).unwrap();
    let mut pieces = Sweep::new(score, vec![axis], Choice::cheapest()).unwrap();
    let whole = do_all(pieces.clone()).unwrap();
    let (mut count, mut before) = (0, 0.0);
    while !pieces.step(&mut Budget::events(700)) {
        assert!(pieces.progress() >= before && pieces.progress() < 1.0);
        (count, before) = (count + 1, pieces.progress());
    }
    assert!(count > 20, "{count}");
    assert_eq!(pieces.finish().unwrap(), whole);
}

#[test]
fn the_cheapest_must_not_be_much_slower_than_the_fastest_unless_one_says_otherwise() {
    let table = sweep(LAB, &["f.memory_mb=128..3008"], None, &[]).unwrap();
    let best = &table.rows[table.best.unwrap()];
    let (p95, cost) = (column(&table, "p95_ms"), column(&table, "cost"));
    let fastest = p95.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(best.metrics.value("p95_ms").unwrap() <= fastest * 1.1);
    let rivals = p95.iter().zip(&cost).filter(|(p95, _)| **p95 <= fastest * 1.1).map(|(_, cost)| *cost);
    assert_eq!(rivals.fold(f64::INFINITY, f64::min).to_bits(), best.metrics.value("cost").unwrap().to_bits());

    let loose = sweep(LAB, &["f.memory_mb=128..3008"], Some("cost"), &["p95_ms < 1s"]).unwrap();
    let cheapest = cost.iter().copied().fold(f64::INFINITY, f64::min);
    assert_eq!(loose.rows[loose.best.unwrap()].metrics.value("cost"), Some(cheapest));
    assert_eq!(loose.choice.words(), "the cheapest with p95_ms < 1s");

    let never = sweep(LAB, &["f.memory_mb=128..3008"], None, &["p95_ms < 1"]).unwrap();
    assert_eq!((never.best, never.verdict()), (None, "no point has p95_ms < 1".to_owned()));
}

#[test]
fn a_point_that_fails_is_neither_cheap_nor_fast() {
    let timed_out =
        LAB.replace("memory_mb = 128\n", "memory_mb = 128\ntimeout_s = 1\n").replace("cpu = 40", "cpu = 200");
    let table = sweep(&timed_out, &["f.memory_mb=128,1769"], Some("cost"), &[]).unwrap();
    assert!(column(&table, "errors")[0] > 2_000.0, "every call at 128 MB is cut off");
    assert_eq!((table.rows[0].sound, table.rows[0].pareto, table.best), (false, false, Some(1)));
    assert!(table.to_text("lab").contains("left out of both"));
}

#[test]
fn on_the_front_nothing_is_both_faster_and_cheaper() {
    let table = sweep(LAB, &["f.memory_mb=128..3008", "f.architecture"], None, &[]).unwrap();
    assert_eq!(table.rows.len(), 12);
    let figures: Vec<(f64, f64)> = column(&table, "p95_ms").into_iter().zip(column(&table, "cost")).collect();
    for (row, own) in table.rows.iter().zip(&figures) {
        let beaten = figures.iter().any(|other| other != own && other.0 <= own.0 && other.1 <= own.1);
        assert_eq!(row.pareto, !beaten, "{:?}", row.values);
    }
    assert!(table.rows.iter().any(|row| row.pareto) && table.rows.iter().any(|row| !row.pareto));
}

#[test]
fn commands_are_played_at_every_point_but_those_that_set_what_is_swept() {
    let quiet = LAB.replace("rps = 5", "rps = 0").replace("poisson", "steady");
    let mut score = score(&quiet);
    score.commands = ["5s set f.memory_mb 3008", "10s load 30 burst", "20s set f.timeout_s 10"]
        .map(|text| crate::lab::TimedCommand::parse(text).unwrap())
        .to_vec();
    let axis = Axis::parse("f.memory_mb=128,1769", &score.spec).unwrap();
    let table = do_all(Sweep::new(score, vec![axis], Choice::cheapest()).unwrap()).unwrap();
    assert_eq!(column(&table, "cold_starts"), [30.0, 30.0]);
    assert!(column(&table, "duration_mean_ms")[0] > 5.0 * column(&table, "duration_mean_ms")[1]);
}

#[test]
fn what_cannot_be_swept_says_why() {
    let told = |text: &str, axes: &[&str]| sweep(text, axes, None, &[]).unwrap_err().message;
    assert_eq!(
        told(&LAB.replace("rps = 5", "rps = 0"), &["f.memory_mb=128,256"]),
        "no request arrives, so no value is better than another"
    );
    assert_eq!(told(LAB, &["memory_mb=128,256", "f.memory=512,1024"]), "`functions.f.memory_mb` is swept twice");
    assert_eq!(
        told(LAB, &["memory_mb=128..1280/20", "timeout_s=1..50/1"]),
        "2950 points are more than a sweep plays at once"
    );
    let mistake = sweep(LAB, &["memory_mb=128,256"], Some("invocations"), &[]).unwrap_err();
    assert_eq!(mistake.message, "less of `invocations` is not better");
    let mistake = sweep(LAB, &["memory_mb=128,256"], Some("p95_m"), &[]).unwrap_err();
    assert_eq!(
        (mistake.message.as_str(), mistake.help.as_deref()),
        ("unknown metric `p95_m`", Some("did you mean `p95_ms`?"))
    );
}

#[test]
fn the_table_reads_the_same_in_three_forms() {
    let table = sweep(LAB, &["f.memory_mb=128,1769"], None, &[]).unwrap();
    let json: serde_json::Value = serde_json::from_str(&table.to_json("lab")).unwrap();
    assert_eq!(json["best"]["functions.f.memory_mb"], "1769");
    assert_eq!(json["points"].as_array().unwrap().len(), 2);
    assert_eq!(json["points"][1]["best"], true);
    let cost = json["points"][0]["metrics"]["cost"].as_str().unwrap();
    let csv = table.to_csv();
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].starts_with("functions.f.memory_mb,best,meets,pareto,requests,"));
    assert!(lines[1].starts_with("128,false,false,") && lines[1].split(',').any(|field| field == cost), "{csv}");
    assert!(lines.iter().all(|line| line.split(',').count() == lines[0].split(',').count()));
    let text = table.to_text("lab");
    assert!(text.contains("* memory_mb 1769: the cheapest whose p95 is within 10 % of the fastest"), "{text}");
    assert!(text.contains("every point met the same requests"), "{text}");
    assert!(text.contains("Model values: nobody publishes these"));
    assert!(!text.contains("throttled"), "a column of noughts says nothing");
}

#[test]
fn among_several_functions_the_times_are_those_of_the_one_that_is_tuned() {
    let other = "[functions.slow]\nruntime = \"modelled\"\ntimeout_s = 30\n[functions.slow.model]\nwait = 5000\n";
    let table = sweep(&format!("{other}{LAB}"), &["f.memory_mb=128..3008"], None, &[]).unwrap();
    assert_eq!(table.of(), Some("f"));
    let times: Vec<f64> = table.rows.iter().map(|row| row.value("p95_ms").unwrap()).collect();
    assert!(times[0] > 500.0 && times[5] < 80.0, "the other one takes five seconds: {times:?}");
    assert!(table.rows.iter().all(|row| row.metrics.value("p95_ms") > Some(4_900.0)));
    assert!(table.rows.iter().all(|row| row.value("cost") == row.metrics.value("cost")), "money is the whole lab's");
    assert!(table.to_text("lab").contains("p50, p95, p99 and duration are those of f"), "{}", table.to_text("lab"));
    let both = sweep(&format!("{other}{LAB}"), &["load.rps=1..5"], None, &[]).unwrap();
    assert_eq!(both.of(), None);
}
