//! What each answer is worth: the score stands in the last column.

use super::*;

fn check(text: &str, table: &[(Answer, f64)]) {
    let asked = question(text).draw(7);
    for (answer, score) in table {
        let given = asked.grade(answer).score;
        assert!((given - score).abs() < 1e-9, "{answer:?} is worth {given}, not {score}");
    }
}

#[test]
fn one_right_choice_is_all_or_nothing() {
    check(
        PINGER,
        &[
            (picked(&["One environment usually stays warm"]), 1.0),
            (picked(&["Cold starts disappear"]), 0.0),
            (picked(&["One environment usually stays warm", "Cold starts disappear"]), 0.0),
            (picked(&["something else"]), 0.0),
            (picked(&[]), 0.0),
            (typed("One environment usually stays warm"), 0.0),
        ],
    );
}

#[test]
fn of_several_right_choices_each_wrong_one_takes_one_back() {
    check(
        CAUSES,
        &[
            (picked(&["scale-out", "idle expiry", "a new deployment"]), 1.0),
            (picked(&["a new deployment", "idle expiry", "scale-out"]), 1.0),
            (picked(&["scale-out", "idle expiry"]), 2.0 / 3.0),
            (picked(&["scale-out", "scale-out", "scale-out"]), 1.0 / 3.0),
            (picked(&["scale-out", "idle expiry", "every call"]), 1.0 / 3.0),
            (picked(&["scale-out", "idle expiry", "a new deployment", "every call"]), 2.0 / 3.0),
            (picked(&["scale-out", "every call", "a warm second call"]), 0.0),
            (picked(&["every call", "a warm second call"]), 0.0),
            (picked(&[]), 0.0),
        ],
    );
}

#[test]
fn a_number_inside_the_tolerance_is_right_and_nearby_is_worth_half() {
    check(
        COST,
        &[
            (typed("1"), 1.0),
            (typed("$1.00"), 1.0),
            (typed("1.009 USD"), 1.0),
            (typed("0.98"), 0.5),
            (typed("1,03"), 0.5),
            (typed("1.04"), 0.0),
            (typed("100"), 0.0),
            (typed("one"), 0.0),
            (picked(&["1"]), 0.0),
        ],
    );
    check(
        DURATION,
        &[
            (typed("3110"), 1.0),
            (typed("3 110 ms"), 1.0),
            (typed("3.1 s"), 1.0),
            (typed("3,160"), 1.0),
            (typed("3290"), 0.5),
            (typed("3300"), 0.0),
            (typed("3.1"), 0.0),
            (typed("5 MB"), 0.0),
        ],
    );
}

#[test]
fn right_neighbours_count() {
    let [fetch, runtime, top, handler, freeze] =
        ["fetch the code", "start the runtime", "run top-level code", "call the handler", "freeze"];
    check(
        PHASES,
        &[
            (arranged(&[fetch, runtime, top, handler, freeze]), 1.0),
            (arranged(&[runtime, fetch, top, handler, freeze]), 0.5),
            (arranged(&[runtime, top, handler, freeze, fetch]), 0.75),
            (arranged(&[freeze, handler, top, runtime, fetch]), 0.0),
            (arranged(&[fetch, runtime]), 0.25),
            (arranged(&[]), 0.0),
            (arranged(&["something", "else"]), 0.0),
        ],
    );
    check(
        LONG_WORK,
        &[
            (arranged(&["submit", "enqueue", "answer 202", "poll"]), 1.0),
            (arranged(&["submit", "answer 202", "enqueue", "poll"]), 1.0),
            (arranged(&["enqueue", "submit", "answer 202", "poll"]), 1.0 / 3.0),
        ],
    );
}

#[test]
fn a_word_is_right_however_it_is_typed() {
    check(
        WORD,
        &[
            (typed("INIT"), 1.0),
            (typed("  init "), 1.0),
            (typed("`init`."), 1.0),
            (typed("The  init phase"), 1.0),
            (typed("Initialisation"), 1.0),
            (typed("invoke"), 0.0),
            (typed("in it"), 0.0),
            (typed(""), 0.0),
        ],
    );
}

#[test]
fn each_wrong_pick_hears_its_own_line() {
    let asked = question(PINGER).draw(7);
    let grade = asked.grade(&picked(&["Cold starts disappear"]));
    let remark = Remark {
        about: "Cold starts disappear".into(),
        text: Some("One environment stays warm, not all.".into()),
        misconception: Some("M08".into()),
    };
    assert_eq!(grade.remarks, [remark]);
    assert_eq!(grade.verdict(), Verdict::Wrong);
    assert_eq!(grade.misconceptions(), ["M08"]);
    assert_eq!(grade.right_answer, ["One environment usually stays warm"]);
    assert_eq!(grade.explanation.as_deref(), Some("A ping occupies one environment; a burst needs many."));
    assert_eq!(asked.grade(&picked(&["Bursts no longer cause cold starts"])).remarks[0].text, None);
}

#[test]
fn a_usual_wrong_number_is_answered_by_name_with_the_drawn_values() {
    let asked = question(BURST).draw(7);
    let (warm, n) = (asked.values.get("warm").unwrap(), asked.values.get("n").unwrap());
    assert_eq!(asked.prompt, format!("{warm} environments are idle and {n} requests arrive together. Cold starts?"));
    let grade = asked.grade(&typed(n));
    assert_eq!(grade.remarks[0].text.as_deref(), Some(&*format!("The idle ones take a request each: {warm} of {n}.")));
    assert_eq!(grade.misconceptions(), ["M13"]);
    let right = n.parse::<u32>().unwrap() - warm.parse::<u32>().unwrap();
    assert!(asked.grade(&typed(&right.to_string())).is_right());
    assert_eq!(asked.grade(&typed("9999")).remarks, []);
}

#[test]
fn published_numbers_are_filled_in_and_the_answer_has_its_unit() {
    let asked = question(COST).draw(7);
    let grade = asked.grade(&typed("2"));
    assert_eq!(grade.explanation.as_deref(), Some("At $0.0000166667 each."));
    assert_eq!(grade.right_answer, ["1.00 USD"]);
}

#[test]
fn what_cannot_be_graded_is_asked_for_again() {
    for (text, answer, complaint) in [
        (PINGER, picked(&[]), Some("Pick one.")),
        (CAUSES, picked(&[]), Some("Pick at least one.")),
        (COST, typed(" "), Some("Type an answer first.")),
        (COST, typed("cheap"), Some("Write a number, such as 19, 7.4 or 1,000.")),
        (DURATION, typed("5 MB"), Some("The answer is wanted in ms, not in MB.")),
        (DURATION, typed("5"), None),
        (WORD, typed("anything"), None),
    ] {
        assert_eq!(question(text).draw(7).complaint(&answer).as_deref(), complaint, "{answer:?}");
    }
}
