//! The terminal, borrowed: raw mode, the alternate screen, mouse, bracketed paste; and given back on every way out that the system lets us see.
//!
//! 1. `Terminal::borrow` takes it. Nothing is asked of the terminal, because some never answer.
//! 2. Dropping it gives it back; so does `give_back`, any number of times.
//! 3. A panic gives it back *before* its message is printed, so that the message is readable.
//! 4. Signals end the event loop, which drops it (`edge::signals`).

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{execute, queue};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};

/// A frame of a large terminal fits, so that it reaches the terminal in one write.
const FRAME_BYTES: usize = 64 * 1024;

type Inner = ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// The terminal while it is ours.
pub struct Terminal {
    inner: Inner,
    held: Arc<AtomicBool>,
}

impl Terminal {
    /// Whether there is a terminal to borrow, in both directions.
    pub fn is_there() -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// Takes the terminal.
    pub fn borrow() -> io::Result<Self> {
        let held = Arc::new(AtomicBool::new(false));
        give_back_on_panic(&held);
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout()));
        let mut terminal = Self { inner: ratatui::Terminal::new(backend)?, held };
        terminal.take()?;
        Ok(terminal)
    }

    /// Takes the terminal again, after it was given back or somebody else changed it; the next frame paints everything.
    pub fn take(&mut self) -> io::Result<()> {
        self.held.store(true, Ordering::SeqCst);
        // Whoever stopped us from outside may have changed the modes: begin from what was there before us.
        terminal::disable_raw_mode()?;
        terminal::enable_raw_mode()?;
        execute!(self.inner.backend_mut(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste, Hide)?;
        // `clear` would ask the terminal where its cursor is and wait two seconds for an answer that may never come; this does not ask.
        let size = self.inner.size()?;
        self.inner.resize(Rect::from((Position::ORIGIN, size)))
    }

    /// Gives the terminal back as it was.
    pub fn give_back(&mut self) -> io::Result<()> {
        give_back(&self.held)
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.inner.size().map_or((80, 24), |size| (size.width, size.height))
    }

    /// Puts text into the clipboard of whoever sits at the terminal, on this machine or another: the sequence is OSC 52, which a terminal
    /// that does not know it ignores.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.inner.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Draws one frame, which the terminal shows whole.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        queue!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        self.inner.draw(view)?;
        execute!(self.inner.backend_mut(), EndSynchronizedUpdate)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Nothing can be done about a terminal that is gone, and nobody is there to be told.
        let _ = self.give_back();
    }
}

/// Once for every time it was taken.
fn give_back(held: &AtomicBool) -> io::Result<()> {
    if !held.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    let mut out = io::stdout();
    let left =
        execute!(out, EndSynchronizedUpdate, DisableBracketedPaste, DisableMouseCapture, LeaveAlternateScreen, Show);
    terminal::disable_raw_mode()?;
    left?;
    out.flush()
}

/// The message of a panic belongs on the screen the learner came from. A helper thread that panics takes only its own work along:
/// the screen goes on, without colours in code for example, and nothing may be printed over it.
fn give_back_on_panic(held: &Arc<AtomicBool>) {
    let held = Arc::clone(held);
    let owner = thread::current().id();
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == owner {
            let _ = give_back(&held);
        }
        if !held.load(Ordering::SeqCst) {
            print(panic);
        }
    }));
}
