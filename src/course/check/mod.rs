//! Everything that is wrong with a course, or will disappoint its learners. A new rule is one file here and one line in a list.

mod calibration;
mod callouts;
mod figures;
mod headings;
mod ids;
mod links;
mod pictures;
mod predictions;
mod prerequisites;
mod prose;
mod questions;
mod services;
mod tables;
mod terms;

use std::sync::Arc;

use super::course::Course;
use super::lesson::Lesson;
use crate::catalog::Catalog;
use crate::problem::{Problem, Severity, Source};

/// A mistake and the file it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, as the course knows it.
    pub source: Arc<Source>,
    /// The mistake.
    pub problem: Problem,
}

/// A course with all its lessons read.
pub struct Reading<'a> {
    /// The course.
    pub course: &'a Course,
    /// Prices and quotas.
    pub catalog: &'a Arc<Catalog>,
    /// Every lesson, in the order to be taken; then the glossary.
    pub lessons: Vec<Lesson>,
}

/// What is said of one lesson.
type LessonRule = fn(&Lesson, &Reading<'_>) -> Vec<Problem>;

/// What is said of lessons together: the place of the lesson in `Reading::lessons`, and the problem.
type CourseRule = fn(&Reading<'_>) -> Vec<(usize, Problem)>;

const LESSON_RULES: [LessonRule; 11] = [
    links::anchors,
    pictures::missing,
    headings::jumps,
    callouts::too_many,
    tables::too_wide,
    prose::too_long,
    figures::literal,
    predictions::missing,
    questions::unexplained,
    services::unknown,
    terms::twice,
];

const COURSE_RULES: [CourseRule; 3] = [ids::duplicates, prerequisites::unknown, prerequisites::circles];

/// Checks a whole course, or, when `only` names a file of it, what concerns that file. Challenges are played, which takes seconds.
pub fn check(course: &Course, catalog: &Arc<Catalog>, only: Option<&str>) -> Vec<Finding> {
    look_through(course, catalog, only, Some(&|| true)).unwrap_or_default()
}

/// The same without playing challenges: what can be said at once.
pub fn check_text(course: &Course, catalog: &Arc<Catalog>, only: Option<&str>) -> Vec<Finding> {
    look_through(course, catalog, only, None).unwrap_or_default()
}

/// Checks a whole course as long as somebody wants to know; nothing once nobody does. They are asked before each lesson is played.
pub fn check_while(course: &Course, catalog: &Arc<Catalog>, wanted: &dyn Fn() -> bool) -> Option<Vec<Finding>> {
    look_through(course, catalog, None, Some(wanted))
}

/// With challenges where somebody says that they are `wanted`.
fn look_through(
    course: &Course,
    catalog: &Arc<Catalog>,
    only: Option<&str>,
    wanted: Option<&dyn Fn() -> bool>,
) -> Option<Vec<Finding>> {
    let mut lessons: Vec<Lesson> = course.lessons().map(|head| course.read(head, catalog)).collect();
    lessons.extend(course.glossary_lesson(catalog));
    let reading = Reading { course, catalog, lessons };
    let mut findings = Vec::new();
    for (source, problem) in course.problems.iter().filter(|(source, _)| only.is_none_or(|only| only == source.name)) {
        findings.push(Finding { source: Arc::new(source.clone()), problem: problem.clone() });
    }
    let together: Vec<(usize, Problem)> = COURSE_RULES.iter().flat_map(|rule| rule(&reading)).collect();
    for (number, lesson) in reading.lessons.iter().enumerate() {
        if only.is_some_and(|only| only != lesson.source.name) {
            continue;
        }
        let mut problems = lesson.problems.clone();
        problems.extend(LESSON_RULES.iter().flat_map(|rule| rule(lesson, &reading)));
        match wanted {
            Some(wanted) if wanted() => problems.extend(calibration::challenges(lesson, &reading)),
            Some(_) => return None,
            None => {}
        }
        problems.extend(together.iter().filter(|(of, _)| *of == number).map(|(_, problem)| problem.clone()));
        problems.sort_by_key(|problem| (problem.span.start, std::cmp::Reverse(problem.severity)));
        problems.dedup();
        let source = Arc::new(lesson.source.clone());
        findings.extend(problems.into_iter().map(|problem| Finding { source: Arc::clone(&source), problem }));
    }
    Some(findings)
}

/// How many of a severity there are.
pub fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.problem.severity == severity).count()
}
