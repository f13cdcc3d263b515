//! Colours code on a thread of its own, so that no frame waits for a grammar.

use std::sync::mpsc;
use std::thread;

use tokio::sync::mpsc::Sender;

use super::wake::Wake;
use crate::app::HighlightJob;
use crate::ui::highlight::Highlighter;

/// The way to the thread; it ends when this is dropped.
pub(super) struct Painter {
    jobs: mpsc::Sender<HighlightJob>,
}

impl Painter {
    /// Starts the thread. The grammars are loaded with the first job, so a lesson without code never pays for them.
    pub(super) fn start(wakes: Sender<Wake>) -> Self {
        let (jobs, inbox) = mpsc::channel::<HighlightJob>();
        thread::spawn(move || {
            let mut highlighter = None;
            while let Ok(job) = inbox.recv() {
                let lines = highlighter.get_or_insert_with(Highlighter::new).highlight(&job.lang, &job.text);
                if wakes.blocking_send(Wake::Highlighted(job, lines)).is_err() {
                    return;
                }
            }
        });
        Self { jobs }
    }

    /// Asks for a piece of code.
    pub(super) fn paint(&self, job: HighlightJob) {
        // A thread that is gone means plain code, which is no reason to stop.
        let _ = self.jobs.send(job);
    }
}
