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
    /// Its event sources, each with its place and whether it is a queue.
    pub sources: &'a [(String, bool)],
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
    if let Some(queue) = targets.queue(&name) {
        return Some(queue);
    }
    let problem = match service(&name) {
        Some(service) => Problem::error(reading.place_of(key), format!("this version does not simulate {service}"))
            .with_help(format!("a destination can be {}", targets.words())),
        None => Problem::unknown(reading.place_of(key), "destination", &name, targets.names()),
    };
    reader.note(problem);
    None
}

/// A dead letter queue takes the event itself, and can only be a queue (or a topic, once there are any).
fn dead_letter(reader: &mut Reader, reading: &Reading<'_>, targets: &Targets<'_>) -> Option<Target> {
    let name = reader.text(reading, "dead_letter")?;
    if let Some(queue) = targets.queue(&name) {
        return Some(queue);
    }
    let what = if targets.functions.contains(&name.as_str()) {
        format!("`{name}` is a function, and a dead letter queue is a queue")
    } else {
        format!("the lab has no queue `{name}`")
    };
    let help = format!(
        "give it one under [[event_sources]] with `name = \"{}\"` and `kind = \"queue\"`, or use `on_failure`, which can be a function",
        if service(&name).is_some() || what.contains("function") { "failed" } else { name.as_str() }
    );
    reader.note(Problem::error(reading.place_of("dead_letter"), what).with_help(help));
    None
}

impl Targets<'_> {
    fn queue(&self, name: &str) -> Option<Target> {
        let place = self.sources.iter().position(|(source, is_queue)| *is_queue && source == name)?;
        Some(Target::Queue(place as u16))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let queues = self.sources.iter().filter(|(_, is_queue)| *is_queue).map(|(name, _)| name.as_str());
        self.functions.iter().copied().chain(queues)
    }

    /// What works today, in words.
    fn words(&self) -> String {
        let names: Vec<&str> = self.names().collect();
        format!("another function or a modelled queue of this lab: {}", names.join(", "))
    }
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
