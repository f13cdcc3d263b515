//! CloudWatch's metrics, as they are seen.

use super::person::Person;

#[test]
fn metrics_minute_by_minute() {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let person = Person::at(columns, rows).opens("passenger", 2).presses("s f").presses(":").types("ff 2m");
        let person = person.presses("enter").waits(1.0).presses("b space").presses(":").types("ff 3m");
        let mut person = person.presses("enter").waits(1.0).presses(":").types("metrics").presses("enter").waits(0.5);
        let seen = person.reads();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("metrics-{columns}x{rows}"), seen);
        });
        assert!(seen.contains("Invocations") && seen.contains("ConcurrentExecutions"), "{seen}");
    }
}
