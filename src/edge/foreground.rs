//! The same work that a screen does in the background, done here and now: with a word on how far it is, and an end when somebody wants one.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::lab::{Budget, Work};

/// Events between two looks at the clock and at who wants an end: some milliseconds.
const PIECE: u64 = 100_000;
/// Work that takes longer says how far it is.
const PATIENCE: Duration = Duration::from_millis(700);
/// Between two words.
const NEWS: Duration = Duration::from_millis(250);

/// Does work to its end; nothing when Ctrl-C ended it before. `what` is said beside the progress, on standard error, to a person only.
pub fn work_through<W: Work>(mut work: W, what: &str) -> Option<W::Output> {
    let stopped = Arc::new(AtomicBool::new(false));
    // The second Ctrl-C ends the program at once; without a handler the first one does, which leaves nothing half done either.
    let handlers = [
        flag::register_conditional_shutdown(SIGINT, STOPPED, Arc::clone(&stopped)),
        flag::register(SIGINT, Arc::clone(&stopped)),
    ];
    let begun = Instant::now();
    let mut word = Word { shown: false, at: begun, visible: std::io::stderr().is_terminal() };
    let mut done = false;
    while !done && !stopped.load(Ordering::Relaxed) {
        done = work.step(&mut Budget::events(PIECE));
        if begun.elapsed() > PATIENCE {
            word.say(work.progress(), what);
        }
    }
    word.take_back();
    for handler in handlers.into_iter().flatten() {
        signal_hook::low_level::unregister(handler);
    }
    done.then(|| work.finish())
}

/// The exit code of a program that was interrupted: 128 and the number of `SIGINT`.
const STOPPED: i32 = 130;

/// One line that is written over again.
struct Word {
    shown: bool,
    at: Instant,
    visible: bool,
}

impl Word {
    fn say(&mut self, share: f64, what: &str) {
        if self.visible && (!self.shown || self.at.elapsed() > NEWS) {
            (self.shown, self.at) = (true, Instant::now());
            let _ = write!(std::io::stderr(), "\r{what}: {:3.0} %  (Ctrl-C ends it) ", share * 100.0);
        }
    }

    fn take_back(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
