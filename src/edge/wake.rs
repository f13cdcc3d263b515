//! Everything that can wake the program, in one list and through one channel.

use std::io;

use crossterm::event::Event;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::app::{HighlightJob, HighlightedLines, Msg};

/// More unread events than this means the program hangs; then the terminal may wait.
const WAITING_MAX: usize = 1024;

/// The exit code of a program whose terminal went away: 128 and the number of `SIGHUP`.
pub(super) const HUNG_UP: u8 = 129;
/// The exit code of a program that was told to end: 128 and the number of `SIGTERM`.
const TERMINATED: u8 = 143;

/// Everything that can wake the program.
#[derive(Debug)]
pub(super) enum Wake {
    /// A key, the mouse, a paste, a new size.
    Input(Event),
    /// Somebody wants us to end: `SIGTERM`, `SIGHUP`, `SIGINT`; and the exit code that says so.
    End(&'static str, u8),
    /// Somebody wants us to stop: `SIGTSTP`.
    Suspend,
    /// We were stopped from outside and go on: `SIGCONT`.
    Resumed,
    /// Code has been coloured.
    Highlighted(HighlightJob, HighlightedLines),
    /// News of a job in the background, or of the course on the disk.
    Job(Msg),
    /// The editor that had the terminal is closed; or it could not be opened, and why.
    Editor(Result<(), String>),
    /// A page was turned in another terminal, perhaps.
    Turned,
    /// The terminal is gone.
    Hangup(io::Error),
}

/// The channel all of them come through.
pub(super) fn channel() -> (Sender<Wake>, Receiver<Wake>) {
    mpsc::channel(WAITING_MAX)
}

/// Passes signals on.
pub(super) fn listen_to_signals(wakes: &Sender<Wake>) -> io::Result<()> {
    pass_on(signal(SignalKind::terminate())?, wakes, || Wake::End("SIGTERM", TERMINATED));
    pass_on(signal(SignalKind::hangup())?, wakes, || Wake::End("SIGHUP", HUNG_UP));
    pass_on(signal(SignalKind::interrupt())?, wakes, || Wake::End("SIGINT", 0));
    pass_on(signal(SignalKind::from_raw(signal_hook::consts::SIGTSTP))?, wakes, || Wake::Suspend);
    pass_on(signal(SignalKind::from_raw(signal_hook::consts::SIGCONT))?, wakes, || Wake::Resumed);
    Ok(())
}

fn pass_on(mut signal: Signal, wakes: &Sender<Wake>, wake: fn() -> Wake) {
    let wakes = wakes.clone();
    tokio::spawn(async move {
        while signal.recv().await.is_some() {
            if wakes.send(wake()).await.is_err() {
                return;
            }
        }
    });
}

/// Stops this process as Ctrl-Z would, until somebody lets it go on.
pub(super) fn stop_until_continued() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
}
