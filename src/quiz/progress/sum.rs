//! What all events add up to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::latest::offer;
use super::{EventId, Latest, LessonProgress, ProgressEvent, Recorded, Stamp, Status};

/// Everything a learner has done. The order in which events are applied does not matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    lessons: BTreeMap<String, LessonProgress>,
    settings: BTreeMap<String, Latest<String>>,
    last_lesson: Option<Latest<String>>,
    latest: Stamp,
}

impl Progress {
    /// The sum of these events.
    pub fn of<'e>(events: impl IntoIterator<Item = &'e Recorded>) -> Self {
        let mut progress = Self::default();
        events.into_iter().for_each(|event| progress.apply_recorded(event));
        progress
    }

    /// Something that happened just now, after everything known so far. The edge gives it its real name and time when
    /// it is stored; until then this is enough to show it.
    pub fn apply(&mut self, event: &ProgressEvent) {
        let Stamp { at_ms, id } = self.latest;
        self.add(Stamp { at_ms: at_ms + 1, id: EventId { count: 0, ..id } }, event);
    }

    /// Something that was stored.
    pub fn apply_recorded(&mut self, recorded: &Recorded) {
        self.add(recorded.stamp(), &recorded.event);
    }

    /// One lesson, if anything was done in it.
    pub fn lesson(&self, id: &str) -> Option<&LessonProgress> {
        self.lessons.get(id)
    }

    /// Every lesson in which anything was done, by id.
    pub fn lessons(&self) -> impl Iterator<Item = (&str, &LessonProgress)> {
        self.lessons.iter().map(|(id, lesson)| (id.as_str(), lesson))
    }

    /// How far a lesson is.
    pub fn status(&self, lesson: &str) -> Status {
        self.lesson(lesson).map(LessonProgress::status).unwrap_or_default()
    }

    /// Where the learner was last: the lesson, and the key of the page if one was seen.
    pub fn continue_at(&self) -> Option<(&str, Option<&str>)> {
        let lesson = &self.last_lesson.as_ref()?.value;
        Some((lesson, self.lesson(lesson).and_then(LessonProgress::page)))
    }

    /// A preference.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(|latest| latest.value.as_str())
    }

    /// All stars earned.
    pub fn stars(&self) -> u32 {
        self.lessons.values().map(LessonProgress::stars).sum()
    }

    fn add(&mut self, stamp: Stamp, event: &ProgressEvent) {
        self.latest = self.latest.max(stamp);
        if let ProgressEvent::SettingChosen { name, value } = event {
            offer(&mut self.settings, name, Latest { stamp, value: value.clone() });
        }
        let Some(lesson) = event.lesson() else { return };
        if let Some(progress) = self.lessons.get_mut(lesson) {
            progress.apply(stamp, event);
        } else {
            self.lessons.entry(lesson.to_owned()).or_default().apply(stamp, event);
        }
        if matches!(event, ProgressEvent::LessonOpened { .. } | ProgressEvent::PageSeen { .. }) {
            let here = Latest { stamp, value: lesson.to_owned() };
            self.last_lesson = Some(self.last_lesson.take().map_or(here.clone(), |known| known.or_later(here)));
        }
    }
}
