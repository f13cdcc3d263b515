//! The lessons keep their word: every lab, prediction and challenge of the course inside the program, played for real.
//!
//! Figures are printed, so that `cargo test --test calibration -- --nocapture` is also the author's table while tuning a challenge.

use std::sync::Arc;

use coldstart::catalog::Catalog;
use coldstart::cloud::Detail;
use coldstart::course::{Challenge, Course, Directive, Lesson, Library, Predict, Setting, Truth};
use coldstart::lab::{self, Judged, LabSpec, Metrics, Played, Run, Verb, Window};
use coldstart::sim::Budget;
use coldstart::units::Moment;

/// Every challenge is judged on these.
const SEEDS: [u64; 3] = [1, 2, 3];

/// What a reference solution must have to spare on each bound, so that a changed price or a corrected measurement does not break a lesson.
const ROOM: f64 = 0.15;

#[test]
fn every_lesson_reads_without_a_problem() {
    let course = course();
    let mut found = String::new();
    for (source, problem) in &course.problems {
        found.push_str(&source.explain(problem));
    }
    for lesson in lessons(&course) {
        for problem in &lesson.problems {
            found.push_str(&lesson.source.explain(problem));
        }
    }
    assert!(found.is_empty(), "{found}");
}

#[test]
fn every_challenge_starts_unmet() {
    for (lesson, challenge) in challenges() {
        for played in trial(&lesson, &challenge, "start", &[]) {
            assert!(!meets(&played), "{}: the start already meets every goal, seed {}", challenge.id, played.seed);
        }
    }
}

#[test]
fn every_solution_meets_each_goal_with_room_to_spare() {
    for (lesson, challenge) in challenges() {
        assert!(!challenge.solution.is_empty(), "{}: there is no solution", challenge.id);
        for played in trial(&lesson, &challenge, "solution", &pairs(&challenge.solution)) {
            for goal in &played.judged {
                let enough = goal.met && goal.margin >= ROOM;
                assert!(enough, "{}: `{}` is {:?}, seed {}", challenge.id, goal.goal, goal.value, played.seed);
            }
        }
    }
}

#[test]
fn every_tempting_fix_fails() {
    for (lesson, challenge) in challenges() {
        assert!(!challenge.wrong.is_empty(), "{}: no wrong fix is named", challenge.id);
        for wrong in &challenge.wrong {
            for played in trial(&lesson, &challenge, &wrong.name, &pairs(&wrong.set)) {
                assert!(!meets(&played), "{}: `{}` works, seed {}", challenge.id, wrong.name, played.seed);
            }
        }
    }
}

#[test]
fn every_star_can_be_earned() {
    let mut unearned: Vec<String> = challenges()
        .iter()
        .flat_map(|(_, challenge)| challenge.stars.iter().map(|(star, _)| format!("{} {star}", challenge.id)))
        .collect();
    for (lesson, id, star, settings) in [
        ("servers-you-never-see", "postcards-for-all", "gold", vec![("memory_mb", "1024")]),
        ("pay-for-the-meal", "cheaper-order", "gold", vec![("memory_mb", "256"), ("architecture", "arm64")]),
        (
            "cold-starts",
            "fast-enough",
            "gold",
            vec![("lazy_load", "true"), ("package_mb", "30"), ("architecture", "arm64")],
        ),
        (
            "memory-is-cpu",
            "three-benches",
            "gold",
            vec![("fibonacci.memory_mb", "1769"), ("thumbnail.memory_mb", "1024"), ("price-check.memory_mb", "256")],
        ),
        (
            "concurrency-not-rps",
            "leave-sooner",
            "gold",
            vec![("memory_mb", "1769"), ("wait", "120ms"), ("architecture", "arm64")],
        ),
        (
            "reserved-vs-provisioned",
            "at-eight",
            "gold",
            vec![
                ("provisioned_concurrency", "40"),
                ("provisioned_from", "7.5h"),
                ("provisioned_until", "9h"),
                ("architecture", "arm64"),
            ],
        ),
    ] {
        let (lesson, challenge) = find(lesson, id);
        let (_, goal) = challenge.stars.iter().find(|(name, _)| name == star).expect("the star is there");
        for played in trial(&lesson, &challenge, star, &settings) {
            let earned = meets(&played) && goal.judge(&played.metrics).met;
            assert!(earned, "{id}: no {star} star on the way we know, seed {}", played.seed);
        }
        unearned.retain(|left| *left != format!("{id} {star}"));
    }
    assert_eq!(unearned, Vec::<String>::new(), "stars nobody has shown a way to");
}

/// What the learner does, and what the lesson then says they saw. Each row is a prediction and a script of a sensible run.
#[test]
fn what_a_lesson_tells_to_expect_is_what_happens() {
    for (lesson, predict, script, least, most) in [
        ("servers-you-never-see", "left-over", &["10s i", "2m c", "5m g", "25m end"][..], 0.0, 0.0),
        ("pay-for-the-meal", "one-day", &["24h end"], 0.17, 0.23),
        ("anatomy-of-an-invocation", "ten-at-once", &["1s i", "3s i", "5s i", "8s b", "10s end"], 9.0, 9.0),
        ("cold-starts", "twenty-at-once", &["62s b", "75s end"], 19.0, 19.0),
        ("memory-is-cpu", "second-saw", &["60s w", "120s g", "160s end"], 900.0, 900.0),
        ("memory-is-cpu", "glue-dries", &["60s w", "100s end"], 210.0, 210.0),
        ("concurrency-not-rps", "chairs", &["100s end"], 9.5, 11.0),
        ("concurrency-not-rps", "wall", &["50s l", "80s end"], 100.0, 100.0),
        ("reserved-vs-provisioned", "reserved-burst", &["5s r", "31s b", "40s end"], 19.0, 19.0),
        ("reserved-vs-provisioned", "empty-cars", &["2m h", "62m end"], 0.145, 0.155),
        ("reserved-vs-provisioned", "spill", &["2m c", "3m end"], 15.0, 15.0),
    ] {
        for seed in SEEDS {
            let value = predicted(lesson, predict, script, seed);
            println!("{lesson}  {predict}  seed {seed}: {value}");
            assert!((least..=most).contains(&value), "{lesson}: {predict} came out as {value}, seed {seed}");
        }
    }
}

#[test]
fn a_second_burst_soon_after_is_warm_and_a_late_one_is_cold_again() {
    for seed in SEEDS {
        let cold = |script: &[&str]| Some(predicted("cold-starts", "twenty-at-once", script, seed));
        assert_eq!(cold(&["62s b", "182s b", "190s end"]), Some(0.0), "two minutes later, seed {seed}");
        assert_eq!(cold(&["62s b", "182s b", "662s b", "670s end"]), Some(19.0), "eight minutes later, seed {seed}");
        assert_eq!(cold(&["62s b", "122s g", "1083s b", "1090s end"]), Some(19.0), "in spite of a ping, seed {seed}");
    }
}

#[test]
fn the_booth_forgets_after_half_an_hour() {
    let lesson = lesson("anatomy-of-an-invocation");
    let later = Window::Between(Moment(1_800_000_000), Moment(2_000_000_000));
    for seed in SEEDS {
        let metrics =
            play(&spec_of(&lesson, "booths"), &[], &["1s i", "8s b", "10s i", "1900s i", "2000s end"], seed, &later);
        assert_eq!((metrics.value("invocations"), metrics.value("cold_starts")), (Some(1.0), Some(1.0)), "seed {seed}");
    }
}

#[test]
fn server_and_function_cost_the_same_near_ten_a_second() {
    let lesson = lesson("pay-for-the-meal");
    let costs = |script: &[&str]| {
        let metrics = play(
            &spec_of(&lesson, "two-kitchens"),
            &[("load.rps", "0"), ("load.shape", "none")],
            script,
            1,
            &Window::All,
        );
        (metrics.value("cost").unwrap(), metrics.value("server_cost").unwrap())
    };
    let (ten, server) = costs(&["0s b", "2h end"]);
    println!("ten a second: {ten}, server {server}");
    assert!((ten / server - 1.0).abs() < 0.15, "ten a second costs {ten}, the server {server}");
    let (forty, server) = costs(&["0s c", "2h end"]);
    assert!(forty > 3.0 * server, "forty a second costs {forty}, the server {server}");
}

#[test]
fn a_slow_table_turns_a_third_away_and_recovers() {
    let lesson = lesson("concurrency-not-rps");
    let after = Window::After("l".to_owned());
    for seed in SEEDS {
        let slow = play(&spec_of(&lesson, "slow-table"), &[], &["50s l", "110s end"], seed, &after);
        let rate = slow.value("throttle_rate").unwrap();
        println!("slow table, seed {seed}: throttle rate {rate}");
        assert!((0.25..0.36).contains(&rate), "{rate}");
        let well = play(
            &spec_of(&lesson, "slow-table"),
            &[],
            &["50s l", "110s g", "130s end"],
            seed,
            &Window::Between(Moment(115_000_000), Moment(130_000_000)),
        );
        assert_eq!(well.value("throttles"), Some(0.0), "five seconds after the table is well");
    }
}

#[test]
fn room_of_ones_own_turns_the_batch_away_instead_of_the_quotes() {
    let lesson = lesson("reserved-vs-provisioned");
    let after = Window::After("g".to_owned());
    for seed in SEEDS {
        let throttles = |script: &[&str]| {
            let metrics = play(&spec_of(&lesson, "permits"), &[], script, seed, &after);
            let of = |function| metrics.value_of(function, "throttles").unwrap();
            (of("heavy-init"), of("nightly-batch"))
        };
        let (quotes, batch) = throttles(&["31s g", "80s end"]);
        println!("nothing reserved, seed {seed}: {quotes} quotes and {batch} files refused");
        assert!(quotes >= 8.0 && batch <= 1.0, "without a reservation: {quotes} quotes, {batch} files");
        assert_eq!(throttles(&["5s r", "31s g", "80s end"]), (0.0, 50.0), "with 50 reserved, seed {seed}");
    }
}

fn course() -> Course {
    Library::embedded().main().expect("the program brings a course").clone()
}

fn catalog() -> Arc<Catalog> {
    Arc::new(Catalog::embedded())
}

fn lessons(course: &Course) -> Vec<Lesson> {
    let catalog = catalog();
    course.lessons().map(|head| course.read(head, &catalog)).collect()
}

fn lesson(id: &str) -> Lesson {
    course().open(id, &catalog()).unwrap_or_else(|| panic!("no lesson `{id}`"))
}

fn spec_of(lesson: &Lesson, id: &str) -> LabSpec {
    let card = lesson.lab(id).unwrap_or_else(|| panic!("no lab `{id}`"));
    LabSpec::clone(&card.spec)
}

fn challenges() -> Vec<(Lesson, Challenge)> {
    let of = |lesson: Lesson| {
        let found: Vec<Challenge> = lesson
            .directives()
            .into_iter()
            .filter_map(|(_, directive)| match directive {
                Directive::Challenge(challenge) => Some(challenge.clone()),
                _ => None,
            })
            .collect();
        found.into_iter().map(move |challenge| (lesson.clone(), challenge))
    };
    lessons(&course()).into_iter().flat_map(of).collect()
}

fn find(lesson: &str, id: &str) -> (Lesson, Challenge) {
    let found = challenges().into_iter().find(|(of, challenge)| of.head.id == lesson && challenge.id == id);
    found.unwrap_or_else(|| panic!("{lesson} has no challenge `{id}`"))
}

fn predict(lesson: &Lesson, id: &str) -> Predict {
    let found = lesson.directives().into_iter().find_map(|(_, directive)| match directive {
        Directive::Predict(predict) if predict.id == id => Some(predict.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no prediction `{id}`"))
}

fn pairs(settings: &[Setting]) -> Vec<(&str, &str)> {
    settings.iter().map(|setting| (setting.target.as_str(), setting.value.as_str())).collect()
}

/// The whole lab with these settings on every seed, as the challenge card plays it; the figures are printed.
fn trial(lesson: &Lesson, challenge: &Challenge, what: &str, settings: &[(&str, &str)]) -> Vec<Played> {
    let settings = pairs(&challenge.start).into_iter().chain(settings.iter().copied());
    let settings: Vec<(String, String)> =
        settings.map(|(target, value)| (target.to_owned(), value.to_owned())).collect();
    let spec = spec_of(lesson, &challenge.lab);
    let played = lab::trial(&spec, &settings, &challenge.goals, &challenge.window, &SEEDS, &catalog())
        .unwrap_or_else(|problem| panic!("{}: {what}: {}", challenge.id, problem.message));
    for played in &played {
        let stars = challenge.stars.iter().map(|(_, goal)| goal.judge(&played.metrics));
        let figure = |goal: Judged| {
            let value = goal.value.unwrap_or(f64::NAN);
            format!("{} is {value:.4} ({:+.0} %)", goal.goal, goal.margin * 100.0)
        };
        let figures: Vec<String> = played.judged.iter().cloned().chain(stars).map(figure).collect();
        println!("{:18} {what:38} seed {}: {}", challenge.id, played.seed, figures.join("; "));
    }
    played
}

fn meets(played: &Played) -> bool {
    played.judged.iter().all(|goal| goal.met)
}

/// What a prediction's metric comes to when the learner does this.
fn predicted(lesson_id: &str, id: &str, script: &[&str], seed: u64) -> f64 {
    let lesson = lesson(lesson_id);
    let predict = predict(&lesson, id);
    let Truth::Measured(measure) = &predict.truth else { panic!("`{id}` is not measured") };
    let metrics = play(&spec_of(&lesson, &predict.lab), &[], script, seed, &measure.window);
    metrics.value(measure.metric.name).unwrap_or_else(|| panic!("`{id}` measured nothing"))
}

/// Plays a lab: `62s b` presses a key of it at that moment, `75s end` stops there; without a script it is played to its end.
fn play(spec: &LabSpec, settings: &[(&str, &str)], script: &[&str], seed: u64, window: &Window) -> Metrics {
    let spec = spec.with(settings.iter().copied()).unwrap_or_else(|problem| panic!("{}", problem.message));
    let mut run = Run::new(Arc::new(spec), seed, Detail::Metrics, catalog());
    run.plan(window);
    for line in script {
        let (at, what) = line.split_once(' ').expect("a moment and a key");
        let at = coldstart::units::parse_span(at).expect("a moment");
        run.advance_to(Moment::START + at, &mut Budget::unlimited());
        if what != "end" {
            press(&mut run, what);
        }
    }
    if script.is_empty() {
        run.advance_to(run.end(), &mut Budget::unlimited());
    }
    run.measure(window)
}

/// What the screen does when this key of the lab is pressed.
fn press(run: &mut Run, key: &str) {
    let spec = Arc::clone(run.spec());
    let action = spec.actions.iter().find(|action| key == action.key.to_string());
    let action = action.unwrap_or_else(|| panic!("the lab has no key `{key}`"));
    run.mark(key);
    for verb in &action.run {
        if let Verb::World(command) = verb {
            run.submit(command.clone()).unwrap_or_else(|problem| panic!("{key}: {}", problem.message));
        }
    }
}
