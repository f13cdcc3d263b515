//! What a lesson builds on exists, and does not build on the lesson itself.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Reading;
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// Prerequisites that are no lessons.
pub fn unknown(reading: &Reading<'_>) -> Vec<(usize, Problem)> {
    let mut problems = Vec::new();
    for (number, lesson) in reading.lessons.iter().enumerate() {
        for id in &lesson.head.prerequisites {
            if reading.course.lesson(id).is_none() {
                let known =
                    reading.course.lessons().map(|head| head.id.as_str()).filter(|known| *known != lesson.head.id);
                problems.push((number, Problem::unknown(place(lesson, id), "prerequisite", id, known)));
            }
        }
    }
    problems
}

/// Lessons that can never be begun, because they wait for each other.
pub fn circles(reading: &Reading<'_>) -> Vec<(usize, Problem)> {
    let needs: BTreeMap<&str, &[String]> =
        reading.lessons.iter().map(|lesson| (lesson.head.id.as_str(), lesson.head.prerequisites.as_slice())).collect();
    let mut problems = Vec::new();
    for (number, lesson) in reading.lessons.iter().enumerate() {
        let id = lesson.head.id.as_str();
        let Some(way) = way_back(id, &needs) else { continue };
        let first = way.get(1).copied().unwrap_or(id);
        let message = format!("this lesson needs itself: {}", way.join(" → "));
        problems.push((
            number,
            Problem::error(place(lesson, first), message).with_help("take one of them out of the circle"),
        ));
    }
    problems
}

/// The shortest way along prerequisites from a lesson to itself.
fn way_back<'a>(id: &'a str, needs: &BTreeMap<&'a str, &'a [String]>) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut next = vec![id];
    while let Some(at) = next.pop() {
        for need in needs.get(at).copied().unwrap_or_default() {
            if need == id {
                let mut way = vec![id, at];
                let mut step = at;
                while let Some(before) = came_from.get(step).filter(|_| step != id) {
                    way.push(before);
                    step = before;
                }
                way.reverse();
                if way.first() != Some(&id) {
                    way.insert(0, id);
                }
                way.dedup();
                if way.len() == 1 {
                    way.push(id);
                }
                return Some(way);
            }
            if !came_from.contains_key(need.as_str()) {
                came_from.insert(need, at);
                next.insert(0, need);
            }
        }
    }
    None
}

/// Where an id stands in the front matter.
fn place(lesson: &Lesson, id: &str) -> Range<usize> {
    let text = &lesson.source.text;
    let from = text.find("prerequisites").unwrap_or(0);
    text[from..].find(id).map_or(0..0, |at| from + at..from + at + id.len())
}
