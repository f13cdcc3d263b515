//! The lessons keep their word: every lab, prediction and challenge of the course inside the program, played for real.

use std::sync::Arc;

use coldstart::catalog::Catalog;
use coldstart::course::{Directive, Library};
use coldstart::lab::LabSpec;

#[test]
fn every_lesson_reads_without_a_problem() {
    let catalog = Arc::new(Catalog::embedded());
    let library = Library::embedded();
    let course = library.main().expect("the program brings a course");
    let mut found = String::new();
    for (source, problem) in &course.problems {
        found.push_str(&source.explain(problem));
    }
    for head in course.lessons() {
        eprintln!("reading {}", head.id);
        let lesson = course.read(head, &catalog);
        for problem in &lesson.problems {
            found.push_str(&lesson.source.explain(problem));
        }
        for (_, directive) in lesson.directives() {
            if let Directive::Lab(lab) = directive {
                eprintln!("lab {}", lab.id);
                let (_, problems) = LabSpec::parse(&lab.text);
                for problem in problems {
                    found.push_str(&format!("{}#{}: {:?}\n", head.id, lab.id, problem));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found}");
}
