//! `[functions.NAME.async]`: what happens to events that nobody waits for.

use super::read::{Reader, Reading};
use super::schema::section;
use crate::cloud::{AsyncConfig, Target};
use crate::problem::Problem;
use crate::units::FunctionId;

/// What an event can be sent to, in the order of the world.
pub struct Targets<'a> {
    /// The functions of the lab.
    pub functions: &'a [&'a str],
}

/// Names that mean a service, as people write them, and how it is called.
const SERVICES: [(&str, &str); 6] = [
    ("sqs", "Amazon SQS"),
    ("sns", "Amazon SNS"),
    ("eventbridge", "Amazon EventBridge"),
    ("events", "Amazon EventBridge"),
    ("s3", "Amazon S3"),
    ("arn", "a resource by its ARN"),
];

/// The table of one function; the platform's defaults where there is none.
pub fn read(reader: &mut Reader, function: &Reading<'_>, targets: &Targets<'_>) -> AsyncConfig {
    let node =
        function.table.and_then(|table| table.get("async")).and_then(|entry| reader.table_of("async", &entry.node));
    let reading = reader.open(section("functions.NAME.async"), node, &[]);
    AsyncConfig {
        maximum_retry_attempts: reader.count(&reading, "maximum_retry_attempts"),
        maximum_event_age: reader.span(&reading, "maximum_event_age_s"),
        on_success: target(reader, &reading, "on_success", targets),
        on_failure: target(reader, &reading, "on_failure", targets),
        dead_letter: dead_letter(reader, &reading, targets),
    }
}

fn target(reader: &mut Reader, reading: &Reading<'_>, key: &str, targets: &Targets<'_>) -> Option<Target> {
    let name = reader.text(reading, key)?;
    if let Some(place) = targets.functions.iter().position(|function| *function == name) {
        return Some(Target::Function(FunctionId(place as u16)));
    }
    let works = "a destination can be another function of this lab";
    let problem = match service(&name) {
        Some(service) => Problem::error(reading.place_of(key), format!("this version does not simulate {service}"))
            .with_help(format!("{works}: {}", targets.functions.join(", "))),
        None => Problem::unknown(reading.place_of(key), "destination", &name, targets.functions.iter().copied()),
    };
    reader.note(problem);
    None
}

/// A dead letter queue takes the event itself, and can only be a queue or a topic.
fn dead_letter(reader: &mut Reader, reading: &Reading<'_>, targets: &Targets<'_>) -> Option<Target> {
    let name = reader.text(reading, "dead_letter")?;
    let what = if targets.functions.contains(&name.as_str()) {
        format!("`{name}` is a function, and a dead letter queue is an SQS queue or an SNS topic")
    } else {
        "a dead letter queue is an SQS queue or an SNS topic, and this version simulates neither".to_owned()
    };
    let help = "use `on_failure`, which can be another function";
    reader.note(Problem::error(reading.place_of("dead_letter"), what).with_help(help));
    None
}

/// The service that a name such as `sqs:failed` or an ARN means.
fn service(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let named =
        |word: &str| lower == word || lower.starts_with(word) && lower[word.len()..].starts_with([':', '-', '.', '/']);
    if lower.starts_with("arn:") {
        let of = lower.split(':').nth(2).unwrap_or_default();
        return SERVICES.iter().find(|(word, _)| *word == of).or(SERVICES.last()).map(|(_, service)| *service);
    }
    SERVICES.iter().find(|(word, _)| named(word)).map(|(_, service)| *service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_known_by_their_names_and_arns() {
        for (name, expected) in [
            ("sqs:failed", Some("Amazon SQS")),
            ("arn:aws:sns:us-east-1:123456789012:topic", Some("Amazon SNS")),
            ("arn:aws:states:us-east-1:1:x", Some("a resource by its ARN")),
            ("eventbridge", Some("Amazon EventBridge")),
            ("sqsish", None),
            ("failed", None),
        ] {
            assert_eq!(service(name), expected, "{name}");
        }
    }
}
