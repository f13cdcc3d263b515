//! The second terminal of whoever teaches. It follows the first through the learner's memory, where every page that is turned is written down;
//! the system says when that happens, so between two pages only the clock moves.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use notify::{EventKind, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::Sender;

use super::keyboard::Keyboard;
use super::store::newest_pages;
use super::wake::{self, Wake};
use super::{Log, Terminal};
use crate::app::Looks;
use crate::catalog::Catalog;
use crate::course::{Block, BlockKind, Course, Lesson};
use crate::ui::prompter::{Prompt, draw};

/// Notes of a course, in a terminal of their own.
pub struct Prompter {
    course: Course,
    catalog: Arc<Catalog>,
    memory: PathBuf,
    looks: Looks,
    prompt: Prompt,
    began: Instant,
    /// The lesson and the page in view, as the memory has them.
    at: Option<(String, String)>,
    over: Option<u8>,
}

impl Prompter {
    /// The notes of a course, for whoever shows it with the memory in this folder.
    pub fn new(course: Course, catalog: Arc<Catalog>, memory: &Path, looks: Looks) -> Self {
        Self {
            course,
            catalog,
            memory: memory.to_owned(),
            looks,
            prompt: Prompt::default(),
            began: Instant::now(),
            at: None,
            over: None,
        }
    }

    /// Runs until somebody ends it; gives the exit code.
    pub fn run(mut self, mut terminal: Terminal, log: &Log) -> io::Result<u8> {
        self.follow();
        if self.at.is_none() {
            let first = self.course.lessons().next().map(|head| head.id.clone());
            self.show(first.unwrap_or_default(), "");
        }
        self.paint(&mut terminal)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let ended = runtime.block_on(self.watch(&mut terminal, log));
        terminal.give_back()?;
        runtime.shutdown_background();
        ended
    }

    async fn watch(&mut self, terminal: &mut Terminal, log: &Log) -> io::Result<u8> {
        let (wakes, mut inbox) = wake::channel();
        wake::listen_to_signals(&wakes)?;
        let _keyboard = Keyboard::listen(wakes.clone());
        let watcher = watch_memory(&self.memory, wakes);
        if let Err(error) = &watcher {
            log.line(|| format!("the memory cannot be watched: {error}"));
        }
        loop {
            // The next full second of the clock.
            let rest = Duration::from_millis(1_000 - u64::from(self.began.elapsed().subsec_millis()));
            if let Ok(wake) = tokio::time::timeout(rest, inbox.recv()).await {
                let Some(wake) = wake else { return Ok(0) };
                self.handle(&wake, terminal)?;
            }
            if let Some(code) = self.over {
                return Ok(code);
            }
            self.paint(terminal)?;
        }
    }

    fn handle(&mut self, wake: &Wake, terminal: &mut Terminal) -> io::Result<()> {
        match wake {
            Wake::Turned => self.follow(),
            Wake::Input(Event::Key(key)) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => self.over = Some(0),
                KeyCode::Char('z') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    terminal.give_back()?;
                    wake::stop_until_continued()?;
                }
                KeyCode::Char('q') | KeyCode::Esc => self.over = Some(0),
                KeyCode::Char('r') => self.began = Instant::now(),
                KeyCode::Down | KeyCode::Char('j') => self.prompt.scroll += 1,
                KeyCode::Up | KeyCode::Char('k') => self.prompt.scroll = self.prompt.scroll.saturating_sub(1),
                _ => {}
            },
            Wake::Suspend => {
                terminal.give_back()?;
                wake::stop_until_continued()?;
            }
            Wake::Resumed => terminal.take()?,
            Wake::End(_, code) => self.over = Some(*code),
            Wake::Hangup(_) => self.over = Some(wake::HUNG_UP),
            _ => {}
        }
        Ok(())
    }

    /// Goes to the page that was turned to last.
    fn follow(&mut self) {
        let newest = newest_pages(&self.memory);
        let of_course = newest.into_iter().find(|(lesson, _)| self.course.lesson(lesson).is_some());
        if let Some((lesson, page)) = of_course.filter(|at| self.at.as_ref() != Some(at)) {
            self.show(lesson, &page);
        }
    }

    fn show(&mut self, lesson: String, page: &str) {
        let Some(read) = self.course.open(&lesson, &self.catalog) else { return };
        let number = read.pages.iter().position(|known| known.id == page).unwrap_or(0);
        let after = || self.course.next(&read.head.id).map(|head| head.title.clone());
        self.prompt = Prompt {
            lesson: read.head.title.clone(),
            page: (number + 1, read.pages.len()),
            title: read.pages[number].title.clone(),
            notes: notes_of(&read, number),
            next: read.pages.get(number + 1).map(|page| page.title.clone()).or_else(after),
            ..Prompt::default()
        };
        self.at = Some((lesson, page.to_owned()));
    }

    fn paint(&mut self, terminal: &mut Terminal) -> io::Result<()> {
        self.prompt.elapsed = Duration::from_secs(self.began.elapsed().as_secs());
        terminal.draw(|frame| draw(&self.prompt, &self.looks.theme, &self.looks.glyphs, frame.buffer_mut()))
    }
}

/// The notes of a page, in order.
fn notes_of(lesson: &Lesson, page: usize) -> Vec<String> {
    fn collect(block: &Block, notes: &mut Vec<String>) {
        if let BlockKind::Note(note) = &block.kind {
            notes.push(note.trim().to_owned());
        }
        block.children().into_iter().for_each(|child| collect(child, notes));
    }
    let mut notes = Vec::new();
    lesson.pages[page].blocks.iter().for_each(|block| collect(block, &mut notes));
    notes
}

/// Says whenever the memory was written to.
fn watch_memory(folder: &Path, wakes: Sender<Wake>) -> notify::Result<notify::RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        // Reading it makes no news.
        let is_read = matches!(event.kind, EventKind::Access(_));
        let is_shared = event.paths.iter().all(|path| path.to_string_lossy().ends_with("-shm"));
        if !is_read && !is_shared {
            let _ = wakes.try_send(Wake::Turned);
        }
    })?;
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}
