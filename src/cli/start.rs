//! From arguments to a running screen.

use std::env;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use anyhow::{Context as _, Result};

use super::{Global, refuse};
use crate::app::{App, Depth, Effect, Glyphs, Looks, Message, Opening, Theme};
use crate::course::Library;
use crate::edge::store::{Opened, Store, data_dir};
use crate::edge::{Log, OpenCourse, Session, Terminal, colour_depth, is_dumb};
use crate::lab::LabSpec;
use crate::quiz::Progress;

/// What works where there is no terminal.
const PLAIN: &str = " To read without: coldstart learn LESSON --plain";

/// `coldstart`: the course map.
pub(super) fn home(global: &Global) -> Result<ExitCode> {
    screen(global, Library::embedded(), PLAIN, |_| Vec::new())
}

/// Opens a screen on a library; `arrive` goes to where it begins. `plain` is what to use where there is no terminal.
pub(super) fn screen(
    global: &Global,
    library: Library,
    plain: &str,
    arrive: impl FnOnce(&mut App) -> Vec<Effect>,
) -> Result<ExitCode> {
    screen_of(global, library, None, plain, arrive)
}

/// The same for a course that lies on a disk and follows its author while they write.
pub(super) fn screen_of(
    global: &Global,
    library: Library,
    course: Option<OpenCourse>,
    plain: &str,
    arrive: impl FnOnce(&mut App) -> Vec<Effect>,
) -> Result<ExitCode> {
    if !Terminal::is_there() {
        let why = "standard input and output are not one";
        return Ok(refuse(&format!("coldstart needs a terminal: {why}.{plain}")));
    }
    if is_dumb(|name| env::var(name).ok()) {
        return Ok(refuse(&format!(
            "coldstart needs a terminal: TERM=dumb says this one cannot show a screen.{plain}"
        )));
    }
    let log = match &global.log {
        Some(path) => Log::to(path).with_context(|| format!("cannot write to {}", path.display()))?,
        None => Log::default(),
    };
    // Reading the memory waits for the disk; prices are read meanwhile.
    let (opened, catalog) = thread::scope(|scope| {
        let memory = scope.spawn(|| memory(global));
        let catalog = LabSpec::catalog();
        (memory.join().unwrap_or_else(|_| forgetful("it could not be read")), catalog)
    });
    let looks = looks(global, opened.progress.setting("theme"));
    let mut app = App::new(Opening {
        library: Arc::new(library),
        catalog,
        progress: opened.progress,
        looks,
        seed: None,
        size: crossterm::terminal::size().unwrap_or((80, 24)),
    });
    let asked = arrive(&mut app);
    if let Some(text) = opened.notice {
        app.notice(Message { title: "About your saved progress".to_owned(), text });
    }
    let terminal = Terminal::borrow().context("cannot use this terminal")?;
    let session = Session::new(app, terminal, opened.store, log).of_course(course);
    let code = session.run(asked).context("the terminal failed")?;
    Ok(ExitCode::from(code))
}

/// What the learner did before; without a folder to keep it in, nothing is kept and they are told.
fn memory(global: &Global) -> Opened {
    match data_dir(global.data_dir.as_deref()) {
        Ok(folder) => Store::open(&folder),
        Err(trouble) => forgetful(&trouble),
    }
}

/// Nothing is remembered and nothing will be.
fn forgetful(trouble: &str) -> Opened {
    Opened { store: None, progress: Progress::default(), notice: Some(trouble.to_owned()) }
}

pub(super) fn looks(global: &Global, remembered: Option<&str>) -> Looks {
    let depth = if global.no_color { Depth::None } else { colour_depth(|name| env::var(name).ok()) };
    let chosen = global.theme.as_deref().or(remembered);
    let theme = chosen.and_then(|name| Theme::named(name, depth)).unwrap_or_else(|| Theme::dark(depth));
    Looks { theme, depth, glyphs: Glyphs::new(global.ascii) }
}
