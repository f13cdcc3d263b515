//! Ten thousand environments at a thousand requests a second: what a frame costs does not grow with them. Counted, not timed.

use coldstart::app::{Screen, Study};
use coldstart::lab::LOG_LINES_MAX;

use super::person::Person;

const LAB: &str = "# A crowd\n\n```lab id=crowd\n[functions.crowd]\ntimeout_s = 30\n[functions.crowd.model]\nwait = \"10s\"\n[account]\nconcurrency = 20000\n[load]\nrps = 1000\nshape = \"steady\"\n```\n";

fn crowd(columns: u16, rows: u16) -> Person {
    let person =
        Person::with_lesson(columns, rows, LAB).presses("f").presses(":").types("ff 3m").presses("enter").waits(1.0);
    person.presses("space").waits(0.4)
}

fn study(person: &Person) -> &Study {
    match &person.app.screen {
        Screen::Study(study) => study,
        Screen::Home(_) => panic!("a lab is open"),
    }
}

#[test]
fn ten_thousand_environments_are_a_few_hundred_cells() {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let mut person = crowd(columns, rows);
        let function = &study(&person).bench().expect("a lab").snapshot.functions[0];
        let all = function.starting + function.running + function.idle;
        assert!(all >= 9_900, "{all}");
        assert!(function.environments.len() <= 64, "the snapshot lists a few of them");
        assert_eq!(function.environments.len() as u32 + function.hidden, all);
        let screen = person.reads();
        assert!(screen.contains("a cell stands for "), "{screen}");
        let cells = screen.matches(['■', '◧', '□']).count();
        assert!((100..1_300).contains(&cells), "{cells} cells at {columns}x{rows}");
    }
}

#[test]
fn a_frame_of_a_crowd_changes_few_cells_and_copies_little() {
    let mut person = crowd(120, 36);
    let before = person.look();
    let mut person = person.waits(0.1);
    let after = person.look();
    let changed = before.content.iter().zip(&after.content).filter(|(one, other)| one != other).count();
    assert!(changed < 1_500, "{changed} of {} cells", after.content.len());
    let snapshot = &study(&person).bench().expect("a lab").snapshot;
    let copied = snapshot.timeline.len() + snapshot.logs.len() + snapshot.latency.columns.len();
    assert!(copied <= 200 + LOG_LINES_MAX + 120, "{copied}");
}
