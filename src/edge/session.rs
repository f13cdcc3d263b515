//! The event loop: drain what came in, update, let the lab work, draw once; then sleep until something happens.
//!
//! Nothing moves, nothing is drawn and nothing wakes us: an unchanged screen costs no byte and no CPU.
//! While a lab runs there are thirty frames a second. In the rest of each frame the simulation works in small pieces, and between two pieces
//! input is looked at, so that a key is answered at once however busy the lab is.

use std::io;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEventKind};
use tokio::sync::mpsc::{Receiver, Sender};

use super::author::{Author, OpenCourse};
use super::editor;
use super::handed::Handed;
use super::keyboard::Keyboard;
use super::painter::Painter;
use super::pictures::{Pictures, Wanted};
use super::reader::Reader;
use super::store::Store;
use super::wake::{self, Wake};
use super::worker::Worker;
use super::{Log, Terminal};
use crate::app::{App, Effect, Key, Message, Msg, update};
use crate::ui::{HitMap, View};

/// Thirty frames a second; the timer adds a millisecond of its own.
const FRAME: Duration = Duration::from_millis(32);
/// What of a frame the simulation may have; the rest is for drawing.
const WORK: Duration = Duration::from_millis(24);
/// Events of the simulation between two looks at the input: a millisecond or so.
const PIECE: u64 = 2_000;
/// Rows of one notch of the wheel.
const WHEEL_ROWS: i32 = 3;

/// A program in a terminal.
pub struct Session {
    app: App,
    terminal: Terminal,
    store: Option<Store>,
    log: Log,
    view: View,
    hits: HitMap,
    painter: Option<Painter>,
    reader: Option<Reader>,
    pictures: Option<Pictures>,
    worker: Option<Worker>,
    keyboard: Option<Keyboard>,
    wakes: Option<Sender<Wake>>,
    course: Option<OpenCourse>,
    author: Option<Author>,
    /// The author's editor has the terminal.
    lent: bool,
    over: bool,
    code: u8,
    /// The mouse is held down on the bar of time.
    sliding: bool,
    /// The mouse is held down in the text of this pane.
    selecting: Option<String>,
    /// What an editor has in hand that is no file of the course.
    handed: Option<Handed>,
}

impl Session {
    /// Everything is ready, nothing is painted yet.
    pub fn new(app: App, terminal: Terminal, store: Option<Store>, log: Log) -> Self {
        Self {
            app,
            terminal,
            store,
            log,
            view: View::default(),
            hits: HitMap::default(),
            painter: None,
            reader: None,
            pictures: None,
            worker: None,
            keyboard: None,
            wakes: None,
            course: None,
            author: None,
            lent: false,
            over: false,
            code: 0,
            sliding: false,
            selecting: None,
            handed: None,
        }
    }

    /// The course lies on a disk, where somebody may be writing it.
    #[must_use]
    pub fn of_course(self, course: Option<OpenCourse>) -> Self {
        Self { course, ..self }
    }

    /// Runs until the learner or the system ends it; the terminal is given back whatever happens.
    /// `asked` is what the way to the first screen asked for. What comes back is the exit code: 0, or 128 and the signal that ended it.
    pub fn run(mut self, asked: Vec<Effect>) -> io::Result<u8> {
        self.draw()?;
        self.log.line(|| "painted".to_owned());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let ended = runtime.block_on(self.follow(asked));
        // A signal may have come in the middle of a text.
        let left = self.app.keep_drafts();
        self.perform(left);
        self.terminal.give_back()?;
        // The reading thread is inside a blocking read and ends with the process.
        runtime.shutdown_background();
        if let Some(Err(trouble)) = self.store.take().map(Store::close) {
            eprintln!("coldstart: the last steps were not saved: {trouble}");
        }
        ended.map(|()| self.code)
    }

    async fn follow(&mut self, asked: Vec<Effect>) -> io::Result<()> {
        let (wakes, mut inbox) = wake::channel();
        wake::listen_to_signals(&wakes)?;
        self.keyboard = Some(Keyboard::listen(wakes.clone()));
        let root = self.course.as_ref().map(|course| course.root().to_owned());
        self.pictures = Some(Pictures::start(root, wakes.clone()));
        let library = &self.app.library;
        self.author = self.course.take().map(|course| Author::start(course, Arc::clone(library), wakes.clone()));
        self.wakes = Some(wakes.clone());
        self.painter = Some(Painter::start(wakes.clone()));
        self.reader = Some(Reader::new(wakes.clone()));
        self.worker = Some(Worker::new(wakes));
        self.perform(asked);

        let mut frame_began = Instant::now();
        let mut working = false;
        while !self.over {
            if self.lent {
                // Nothing moves while somebody writes.
                if let Some(wake) = inbox.recv().await {
                    self.handle_lent(wake)?;
                }
                frame_began = Instant::now();
                continue;
            }
            if working {
                tokio::task::yield_now().await;
            } else if let Some(wake) = self.sleep(&mut inbox, frame_began).await {
                self.handle(wake)?;
            }
            while let Ok(wake) = inbox.try_recv() {
                self.handle(wake)?;
            }
            let since = frame_began.elapsed();
            if self.app.wants_frames() && since >= FRAME {
                frame_began = Instant::now();
                self.send(Msg::Frame { elapsed: since });
                working = true;
            }
            if working {
                working = self.app.work(PIECE) && frame_began.elapsed() < WORK;
                if !working {
                    let effects = self.app.finish_frame();
                    self.perform(effects);
                }
            } else if !self.app.wants_frames() {
                frame_began = Instant::now();
            }
            if self.app.is_dirty() {
                self.draw()?;
            }
        }
        Ok(())
    }

    /// Waits for the next thing to happen, or for the next frame if there are frames.
    async fn sleep(&self, inbox: &mut Receiver<Wake>, frame_began: Instant) -> Option<Wake> {
        if !self.app.wants_frames() {
            return inbox.recv().await;
        }
        tokio::time::timeout(FRAME.saturating_sub(frame_began.elapsed()), inbox.recv()).await.ok().flatten()
    }

    fn handle(&mut self, wake: Wake) -> io::Result<()> {
        match wake {
            Wake::Input(event) => {
                self.note_slide(&event);
                if let Some(msg) = self.translate(event) {
                    self.send(msg);
                }
            }
            Wake::Job(news) => self.send(news),
            // Neither is news here.
            Wake::Editor(_) | Wake::Turned => {}
            Wake::Highlighted(job, lines) => self.send(Msg::Highlighted(job, lines)),
            Wake::Suspend => self.suspend()?,
            Wake::Resumed => {
                self.terminal.take()?;
                self.send(Msg::Resumed);
            }
            Wake::End(signal, code) => {
                self.log.line(|| format!("{signal}: leaving"));
                self.code = code;
                self.over = true;
            }
            Wake::Hangup(error) => {
                self.log.line(|| format!("the terminal is gone: {error}"));
                self.code = wake::HUNG_UP;
                self.over = true;
            }
        }
        Ok(())
    }

    /// The terminal is somebody else's: only what cannot wait is done.
    fn handle_lent(&mut self, wake: Wake) -> io::Result<()> {
        match wake {
            Wake::Editor(outcome) => {
                self.lent = false;
                self.terminal.take()?;
                if let Some(keyboard) = &self.keyboard {
                    keyboard.come_back();
                }
                let (columns, rows) = self.terminal.size();
                self.send(Msg::Resize(columns, rows));
                match self.handed.take() {
                    Some(handed) => self.send(Msg::EditedOutside(outcome.and_then(|()| handed.read()))),
                    None => self.send(Msg::Edited(outcome)),
                }
            }
            // Ctrl-Z in the editor stops the whole job, and `fg` lets it go on.
            Wake::Suspend => wake::stop_until_continued()?,
            // Ctrl-C is the editor's.
            Wake::Resumed | Wake::Input(_) | Wake::End("SIGINT", _) => {}
            other => self.handle(other)?,
        }
        Ok(())
    }

    /// Lends the terminal to an editor.
    fn lend(&mut self, command: Command) {
        let Some(wakes) = self.wakes.clone() else { return };
        if let Some(keyboard) = &self.keyboard {
            keyboard.leave();
        }
        self.lent = true;
        if let Err(error) = self.terminal.give_back() {
            self.log.line(|| format!("could not give the terminal back: {error}"));
        }
        editor::open(command, wakes);
    }

    /// A drag belongs to what it begins on, and ends when the button is let go.
    fn note_slide(&mut self, event: &Event) {
        if let Event::Mouse(mouse) = event {
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => {
                    self.sliding = self.hits.slides_at(mouse.column, mouse.row);
                    self.selecting = self.hits.text_at(mouse.column, mouse.row).map(str::to_owned);
                }
                MouseEventKind::Up(_) => (self.sliding, self.selecting) = (false, None),
                _ => {}
            }
        }
    }

    /// What an event of the terminal means to the program.
    fn translate(&self, event: Event) -> Option<Msg> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(Key::from(key))),
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Resize(columns, rows) => Some(Msg::Resize(columns, rows)),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => self.hits.click(mouse.column, mouse.row),
                MouseEventKind::Drag(MouseButton::Left) if self.sliding => self.hits.slide(mouse.column),
                MouseEventKind::Drag(MouseButton::Left) => {
                    let pane = self.selecting.as_deref()?;
                    self.hits.point(pane, mouse.column, mouse.row, true)
                }
                MouseEventKind::ScrollDown => self.hits.wheel(mouse.column, mouse.row, WHEEL_ROWS),
                MouseEventKind::ScrollUp => self.hits.wheel(mouse.column, mouse.row, -WHEEL_ROWS),
                _ => None,
            },
            _ => None,
        }
    }

    fn send(&mut self, msg: Msg) {
        if !matches!(msg, Msg::Frame { .. }) {
            self.log.line(|| format!("{msg:.120?}"));
        }
        let effects = update(&mut self.app, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Record(event) => self.record(&event),
                Effect::Highlight(job) => {
                    if let Some(painter) = &self.painter {
                        painter.paint(job);
                    }
                }
                Effect::Colour(job) => {
                    if let Some(painter) = &self.painter {
                        painter.follow(job);
                    }
                }
                Effect::EditText { name, text, line, column } => self.hand_over(&name, &text, (line, column)),
                Effect::StartJob(job) => {
                    if let Some(lost) = self.worker.as_mut().and_then(|worker| worker.start(job)) {
                        self.send(lost);
                    }
                }
                Effect::CancelJob(id) => {
                    if let Some(worker) = &mut self.worker {
                        worker.cancel(id);
                    }
                }
                Effect::Save(name, text) => {
                    let saved = super::save::save(&name, &text);
                    self.send(Msg::Saved(saved));
                }
                Effect::Check => {
                    if let Some(author) = &self.author {
                        author.check();
                    }
                }
                Effect::Edit { file, line, column } => {
                    if let Some(path) = self.author.as_ref().map(|author| author.path_of(&file)) {
                        self.lend(editor::Editor::of_person().at(&path, (line, column)));
                    }
                }
                Effect::ReadLesson { course, lesson } => {
                    if let Some(reader) = &self.reader {
                        reader.read(&self.app, course, lesson);
                    }
                }
                Effect::LoadPicture { course, path } => {
                    let files = self.app.library.courses.get(course).map(|course| &course.files);
                    let bytes = files.and_then(|files| files.get(&path)).map(<[u8]>::to_vec);
                    if let Some(pictures) = &self.pictures {
                        pictures.load(Wanted { course, path, bytes });
                    }
                }
                Effect::Copy(text) => {
                    if let Err(error) = self.terminal.copy(&text) {
                        self.log.line(|| format!("could not copy: {error}"));
                    }
                }
                Effect::OpenOutside(address) => {
                    if let Err(error) = open::that_detached(&address) {
                        self.send(Msg::Notice(Message {
                            title: "Nothing here opens addresses".to_owned(),
                            text: format!("{address}\n\n{error}. The address can be copied: o, then y."),
                        }));
                    }
                }
                Effect::Suspend => {
                    if let Err(error) = self.suspend() {
                        self.log.line(|| format!("could not suspend: {error}"));
                    }
                }
                Effect::Quit => self.over = true,
            }
        }
    }

    /// Keeps what the learner did. If that fails they are told once and may go on.
    fn record(&mut self, event: &crate::quiz::ProgressEvent) {
        let Some(store) = &mut self.store else { return };
        if let Err(trouble) = store.record(event) {
            self.log.line(|| format!("not saved: {trouble}"));
            self.app.notice(Message {
                title: "Your progress is not being saved".to_owned(),
                text: format!("{trouble}\n\nYou can go on; saving is tried again every few seconds."),
            });
        }
    }

    /// Gives the terminal back and stops, until the shell lets us go on; then `SIGCONT` takes the terminal again.
    fn suspend(&mut self) -> io::Result<()> {
        self.terminal.give_back()?;
        wake::stop_until_continued()
    }

    /// Lends the terminal to the learner's editor, with a text that is no file of the course.
    fn hand_over(&mut self, name: &str, text: &str, place: (usize, usize)) {
        match Handed::new(name, text) {
            Ok(handed) => {
                let command = editor::Editor::of_person().at(handed.path(), place);
                self.handed = Some(handed);
                self.lend(command);
            }
            Err(words) => self.send(Msg::EditedOutside(Err(words))),
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let (app, view, mut drawn) = (&self.app, &mut self.view, None);
        self.terminal.draw(|frame| drawn = Some(view.draw(app, frame)))?;
        if let Some(drawn) = drawn {
            self.app.measured(drawn.extents);
            if let Some((region, row)) = drawn.moved {
                self.app.scrolls.to(region, row);
            }
            self.app.seen(drawn.seen);
            self.hits = drawn.hits;
        }
        self.app.drawn();
        Ok(())
    }
}
