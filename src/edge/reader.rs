//! Reads what of a long lesson was not needed for the first page, on a thread of its own.

use std::sync::Arc;
use std::thread;

use tokio::sync::mpsc::Sender;

use super::wake::Wake;
use crate::app::{App, LessonRead, Msg};

/// The way back into the event loop.
pub(super) struct Reader {
    wakes: Sender<Wake>,
}

impl Reader {
    /// Nothing is read yet.
    pub(super) fn new(wakes: Sender<Wake>) -> Self {
        Self { wakes }
    }

    /// Reads a lesson of the library whole.
    pub(super) fn read(&self, app: &App, course: usize, lesson: String) {
        let (library, catalog) = (Arc::clone(&app.library), Arc::clone(&app.catalog));
        let wakes = self.wakes.clone();
        thread::spawn(move || {
            let read = library.courses.get(course).and_then(|course| course.open(&lesson, &catalog));
            if let Some(read) = read {
                // A program that has ended needs no lesson.
                let _ = wakes.blocking_send(Wake::Job(Msg::LessonRead(LessonRead { course, lesson: Arc::new(read) })));
            }
        });
    }
}
