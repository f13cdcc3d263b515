//! Whether a sample's model and its code agree: what a lesson's lab computes with the model is what the code computes.
//!
//! Code that would compute for long is asked for less here and scaled up by how much more the lesson asks of it. Samples that are not in the
//! table say in `assets/samples.toml`, in a comment that begins with `# differs:`, why their figures are not their code's.

use coldstart::cloud::Dist;
use coldstart::course::Library;
use coldstart::lab::LabSpec;
use coldstart::units::Span;

use super::Process;
use super::promise::promises;

/// How far model and code may be apart: nobody publishes what an engine takes, and both figures are models.
const TOLERANCE: f64 = 0.25;

/// A sample, the lab of a lesson with its model, an event, and how much more the lesson asks of it than this event does.
fn table() -> Vec<(&'static str, &'static str, &'static str, String, f64)> {
    let calls = |n: u32| (2.0 * fibonacci(n + 1)) - 1.0;
    let vouchers: Vec<_> = (0..15).map(|n| serde_json::json!({ "percent": 5 + n, "from": 2000 + 500 * n })).collect();
    let basket = serde_json::json!({ "basket": {
        "currency": "EUR", "items": [{ "item": "teapot", "cents": 4990, "count": 2 }], "vouchers": vouchers,
    } });
    let choices = |vouchers: i32| 2_f64.powi(vouchers) * (1.0 + 1.5 * f64::from(vouchers));
    let card = serde_json::json!({ "body": serde_json::json!({ "to": "Grace", "message": "Hello", "width": 200 }).to_string() });
    vec![
        ("fibonacci", "memory-is-cpu", "planks", r#"{"n":25}"#.to_owned(), calls(37) / calls(25)),
        ("price-check", "memory-is-cpu", "glue", basket.to_string(), choices(17) / choices(15)),
        ("postcard", "servers-you-never-see", "postcards", card.to_string(), 25.0),
    ]
}

fn fibonacci(n: u32) -> f64 {
    (0..n).fold((0.0, 1.0), |(a, b), _| (b, a + b)).0
}

#[test]
fn what_a_lesson_models_is_what_the_code_computes() {
    let mut wrong: Vec<String> = Vec::new();
    for (sample, lesson, lab, event, more) in table() {
        let spec = lab_of(lesson, lab);
        let function =
            spec.functions.iter().find(|function| function.name == sample).expect("the lab has the function");
        let modelled = match function.config.handler.model().cpu {
            Dist::Constant(span) | Dist::Lognormal { p50: span, .. } => span.as_micros() as f64 / 1e3,
            other => panic!("{sample}: {other:?}"),
        };
        let promise = &promises(&super::source(&format!("{sample}.js")))[0];
        let mut process = Process::of(&format!("{sample}.js"), promise);
        process.init();
        process.invoke(&event);
        let coded = process.computed.as_micros() as f64 / 1e3 * more;
        let apart = (coded / modelled - 1.0).abs();
        wrong.extend((apart > TOLERANCE).then(|| format!("{sample}: {modelled} ms modelled, {coded:.1} ms coded")));
        assert!(process.computed > Span::from_millis(2), "{sample}: too little to be measured");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_not_compared_says_why() {
    let text = std::fs::read_to_string(super::root().join("assets/samples.toml")).unwrap();
    for section in text.split("\n[").skip(1) {
        let name = section.split(']').next().unwrap_or_default();
        let compared = table().iter().any(|(sample, ..)| *sample == name);
        let says = section.lines().any(|line| line.starts_with("# differs: "));
        assert!(compared != says, "{name}: either it is compared here or it says in a comment `# differs: …`");
    }
}

fn lab_of(lesson: &str, lab: &str) -> LabSpec {
    let library = Library::embedded();
    let lesson = library.main().and_then(|course| course.open(lesson, &LabSpec::catalog())).expect("the lesson");
    LabSpec::clone(&lesson.lab(lab).expect("the lab").spec)
}
