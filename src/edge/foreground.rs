//! The same work that a screen does in the background, done here and now: with a word on how far it is, and an end when somebody wants one.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use signal_hook::consts::SIGINT;
use signal_hook::{SigId, flag};

use crate::lab::{Budget, Work};

/// Events between two looks at the clock and at who wants an end: some milliseconds.
const PIECE: u64 = 100_000;
/// Work that takes longer says how far it is.
const PATIENCE: Duration = Duration::from_millis(700);
/// Between two words.
const NEWS: Duration = Duration::from_millis(250);

/// Does work to its end; nothing when Ctrl-C ended it before. `what` is said beside the progress, on standard error, to a person only.
pub fn work_through<W: Work>(mut work: W, what: &str) -> Option<W::Output> {
    let mut foreground = Foreground::begin(what);
    loop {
        if work.step(&mut Foreground::piece()) {
            return Some(work.finish());
        }
        if !foreground.goes_on(work.progress()) {
            return None;
        }
    }
}

/// Somebody waits in front of a terminal while something long is done in pieces.
pub struct Foreground {
    what: String,
    begun: Instant,
    word: Word,
    stopped: Arc<AtomicBool>,
    handlers: Vec<SigId>,
}

impl Foreground {
    /// From now on Ctrl-C is a wish; `what` is said beside the progress, on standard error, to a person only.
    pub fn begin(what: &str) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        // The second Ctrl-C ends the program at once; without a handler the first one does, which leaves nothing half done either.
        let handlers = [
            flag::register_conditional_shutdown(SIGINT, STOPPED, Arc::clone(&stopped)),
            flag::register(SIGINT, Arc::clone(&stopped)),
        ];
        let begun = Instant::now();
        let word = Word { shown: false, at: begun, visible: std::io::stderr().is_terminal() };
        Self { what: what.to_owned(), begun, word, stopped, handlers: handlers.into_iter().flatten().collect() }
    }

    /// As much as is done between two looks.
    pub const fn piece() -> Budget {
        Budget::events(PIECE)
    }

    /// Whether it is to go on; says how far it is, 0 to 1, where that takes long.
    pub fn goes_on(&mut self, share: f64) -> bool {
        if self.begun.elapsed() > PATIENCE {
            self.word.say(share, &self.what);
        }
        !self.stopped.load(Ordering::Relaxed)
    }
}

impl Drop for Foreground {
    fn drop(&mut self) {
        self.word.take_back();
        for handler in self.handlers.drain(..) {
            signal_hook::low_level::unregister(handler);
        }
    }
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
