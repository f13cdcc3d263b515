//! Whatever the seed: the same one draws the same question, nothing is lost in a shuffle, the right answer is right.

use proptest::prelude::*;

use super::*;

const ALL: [&str; 8] = [PINGER, CAUSES, BURST, COST, DURATION, PHASES, LONG_WORK, WORD];

/// The things of a form, in an order of their own.
fn parts(form: &Form) -> Vec<String> {
    let mut parts = match form {
        Form::Choose { choices, .. } => choices.clone(),
        Form::Arrange { items } => items.clone(),
        Form::Type { .. } => Vec::new(),
    };
    parts.sort();
    parts
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let text = prop_oneof![
        Just("scale-out".to_owned()),
        Just("submit".to_owned()),
        Just("enqueue".to_owned()),
        Just("Cold starts disappear".to_owned()),
        "[0-9., $%a-z-]{0,12}",
        ".*",
    ];
    prop_oneof![
        proptest::collection::vec(text.clone(), 0..6).prop_map(Answer::Picked),
        proptest::collection::vec(text.clone(), 0..6).prop_map(Answer::Arranged),
        text.prop_map(Answer::Typed),
    ]
}

proptest! {
    #[test]
    fn one_seed_one_question(seed: u64) {
        for text in ALL {
            let (one, other) = (question(text).draw(seed), question(text).draw(seed));
            prop_assert_eq!(&one.form, &other.form);
            prop_assert_eq!(&one.prompt, &other.prompt);
        }
    }

    #[test]
    fn a_shuffle_loses_nothing(seed: u64) {
        for text in [PINGER, CAUSES, PHASES, LONG_WORK] {
            let (one, other) = (question(text).draw(seed), question(text).draw(0));
            prop_assert_eq!(parts(&one.form), parts(&other.form));
        }
    }

    #[test]
    fn the_right_answer_is_always_right(seed: u64) {
        for text in ALL {
            let asked = question(text).draw(seed);
            let right = asked.right_answer();
            prop_assert_eq!(asked.complaint(&right), None);
            prop_assert!(asked.grade(&right).is_right(), "{:?}", asked);
        }
    }

    #[test]
    fn a_score_is_between_nothing_and_everything(seed: u64, answer in any_answer()) {
        for text in ALL {
            let score = question(text).draw(seed).grade(&answer).score;
            prop_assert!((0.0..=1.0).contains(&score), "{score}");
        }
    }

    #[test]
    fn an_order_never_starts_out_right(seed: u64) {
        for text in [PHASES, LONG_WORK] {
            let asked = question(text).draw(seed);
            let Form::Arrange { items } = &asked.form else { panic!("{:?}", asked.form) };
            prop_assert!(!asked.grade(&Answer::Arranged(items.clone())).is_right());
        }
    }

    #[test]
    fn whatever_is_typed_is_a_number_or_not_but_never_a_crash(text in ".*") {
        if let Some(number) = read_number(&text) {
            prop_assert!(number.is_finite());
        }
    }

    #[test]
    fn a_shown_number_reads_back(number in -1e12..1e12f64) {
        let read = read_number(&show_number(number)).unwrap();
        prop_assert!((read - number).abs() <= number.abs() * 1e-8, "{number} came back as {read}");
    }

    #[test]
    fn no_text_crashes_the_reader(text in ".*") {
        let _ = Quiz::parse(&text, &our_rules());
        let _ = Quiz::parse(&format!("[[questions]]\ntype = \"Numeric\"\n{text}"), &our_rules());
    }

    #[test]
    fn no_cut_crashes_the_reader(text in prop::sample::select(&ALL[..]), cut in 0_usize..800) {
        let cut = (0..=cut.min(text.len())).rev().find(|cut| text.is_char_boundary(*cut)).unwrap_or(0);
        let _ = Quiz::parse(&text[..cut], &our_rules());
    }
}

#[test]
fn another_seed_is_another_drawing() {
    let prompts: std::collections::BTreeSet<String> = (0..50).map(|seed| question(BURST).draw(seed).prompt).collect();
    assert!(prompts.len() > 30, "{}", prompts.len());
}

#[test]
fn variables_stay_in_their_range() {
    for (vars, allowed) in [
        ("[1, 3]", vec!["1", "2", "3"]),
        ("[128, 256, 512]", vec!["128", "256", "512"]),
        ("{ one_of = [1, 5] }", vec!["1", "5"]),
        ("{ from = 0, to = 1, step = 0.25 }", vec!["0", "0.25", "0.5", "0.75", "1"]),
        ("[0.1, 0.3]", vec!["0.1", "0.2", "0.3"]),
        ("[\"arm64\", \"x86\"]", vec!["arm64", "x86"]),
        ("[20000, 20000]", vec!["20,000"]),
        ("[-2, 0]", vec!["-2", "-1", "0"]),
    ] {
        let text = format!(
            "[[questions]]\nid = \"v\"\ntype = \"ShortAnswer\"\nprompt.prompt = \"{{{{v}}}}\"\nanswer.answer = \"x\"\nvars = {{ v = {vars} }}"
        );
        let question = question(&text);
        let drawn: std::collections::BTreeSet<String> = (0..200).map(|seed| question.draw(seed).prompt).collect();
        let allowed: std::collections::BTreeSet<String> = allowed.into_iter().map(str::to_owned).collect();
        assert_eq!(drawn, allowed, "{vars}");
    }
}

#[test]
fn the_author_may_fix_the_order() {
    let ordered = |extra: &str| {
        let question = question(&format!("{PINGER}{extra}"));
        let Form::Choose { choices, .. } = question.draw(3).form else { panic!() };
        choices
    };
    let [gone, none, one] =
        ["Cold starts disappear", "Bursts no longer cause cold starts", "One environment usually stays warm"];
    assert_eq!(ordered("prompt.answerIndex = 0"), [one, gone, none]);
    assert_eq!(ordered("prompt.answerIndex = 2"), [gone, none, one]);
    assert_eq!(ordered("prompt.sortAnswers = true"), [none, gone, one]);
}
