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

const LESSON_RULES: [LessonRule; 12] = [
    links::anchors,
    pictures::missing,
    headings::jumps,
    callouts::too_many,
    tables::too_wide,
    prose::too_long,
    figures::literal,
    predictions::missing,
    questions::unexplained,
    calibration::challenges,
    services::unknown,
    terms::twice,
];

const COURSE_RULES: [CourseRule; 3] = [ids::duplicates, prerequisites::unknown, prerequisites::circles];

/// Checks a whole course, or, when `only` names a file of it, what concerns that file.
pub fn check(course: &Course, catalog: &Arc<Catalog>, only: Option<&str>) -> Vec<Finding> {
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
        problems.extend(together.iter().filter(|(of, _)| *of == number).map(|(_, problem)| problem.clone()));
        problems.sort_by_key(|problem| (problem.span.start, std::cmp::Reverse(problem.severity)));
        problems.dedup();
        let source = Arc::new(lesson.source.clone());
        findings.extend(problems.into_iter().map(|problem| Finding { source: Arc::clone(&source), problem }));
    }
    findings
}

/// How many of a severity there are.
pub fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.problem.severity == severity).count()
}
