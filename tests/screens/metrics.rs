//! CloudWatch's metrics, as they are seen.

use super::person::Person;

#[test]
fn metrics_stand_under_cloudwatchs_names_minute_by_minute() {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let person = Person::at(columns, rows).opens("passenger", 2).presses("s f").presses(":").types("ff 2m");
        let person = person.presses("enter").waits(1.0).presses("b space").presses(":").types("ff 3m");
        let mut person = person.presses("enter").waits(1.0).presses(":").types("metrics").presses("enter").waits(0.5);
        let seen = person.reads();
        for words in ["Metrics", "AWS/Lambda", "Invocations", "Errors", "Throttles", "Duration"] {
            assert!(seen.contains(words), "{words} is not on the screen of {columns}x{rows}:\n{seen}");
        }
        let invocations = seen.lines().find(|line| line.contains("Invocations")).expect("a row");
        assert!(invocations.chars().any(|letter| letter.is_ascii_digit()), "{invocations}");
    }
}
