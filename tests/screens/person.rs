//! A person at a program of their own: presses keys, lets time pass, looks at the screen.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use coldstart::app::{App, Depth, Effect, Glyphs, Job, Key, Looks, Msg, Opening, Place, Screen, Theme, update};
use coldstart::catalog::Catalog;
use coldstart::course::{Files, Library};
use coldstart::lab::{Budget, Snapshot};
use coldstart::quiz::Progress;
use coldstart::ui::{Drawn, Highlighter, View};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A person and their program.
pub struct Person {
    /// The program's state.
    pub app: App,
    view: View,
    highlighter: Highlighter,
    drawn: Drawn,
    jobs: Vec<Job>,
}

impl Person {
    /// Somebody who has just started the program in a window of this size, with a course made for these tests.
    pub fn at(columns: u16, rows: u16) -> Self {
        Self::with(columns, rows, "dark", Depth::True, false)
    }

    /// The same with the course that travels inside the program.
    pub fn with_our_course(columns: u16, rows: u16) -> Self {
        Self::new(columns, rows, Library::embedded(), "dark", Depth::True, false)
    }

    /// The same with another theme, another number of colours, or ASCII only.
    pub fn with(columns: u16, rows: u16, theme: &str, depth: Depth, ascii: bool) -> Self {
        Self::new(columns, rows, test_course(), theme, depth, ascii)
    }

    /// The same without colours, in ASCII.
    pub fn with_plain_lesson(columns: u16, rows: u16, markdown: &str) -> Self {
        let mut files = Files::new();
        files.insert("lesson.md", markdown.as_bytes().to_vec());
        let library = Library::from_files("lesson", files);
        Self::new(columns, rows, library, "monochrome", Depth::None, true).presses("enter")
    }

    /// Somebody who has opened a course of one lesson.
    pub fn with_lesson(columns: u16, rows: u16, markdown: &str) -> Self {
        let mut files = Files::new();
        files.insert("lesson.md", markdown.as_bytes().to_vec());
        Self::new(columns, rows, Library::from_files("lesson", files), "dark", Depth::True, false).presses("enter")
    }

    /// Somebody who has started the program on something of their own.
    pub fn with_library(columns: u16, rows: u16, library: Library) -> Self {
        Self::new(columns, rows, library, "dark", Depth::True, false)
    }

    fn new(columns: u16, rows: u16, library: Library, theme: &str, depth: Depth, ascii: bool) -> Self {
        let theme = Theme::named(theme, depth).expect("a theme of that name");
        let app = App::new(Opening {
            library: Arc::new(library),
            catalog: Arc::new(Catalog::embedded()),
            progress: Progress::default(),
            looks: Looks { theme, glyphs: Glyphs::new(ascii), depth },
            seed: None,
            size: (columns, rows),
        });
        let mut person = Self {
            app,
            view: View::default(),
            highlighter: Highlighter::new(),
            drawn: Drawn::default(),
            jobs: Vec::new(),
        };
        person.look();
        person
    }

    /// Something comes in from outside.
    pub fn tell(&mut self, news: Msg) {
        self.send(news);
        self.look();
    }

    /// Opens a page of a lesson, counted from one.
    pub fn opens(mut self, lesson: &str, page: usize) -> Self {
        self.send(Msg::Go(Place::Page { course: 0, lesson: lesson.to_owned(), page: page - 1 }));
        self
    }

    /// Presses keys by their names, with spaces between.
    pub fn presses(mut self, keys: &str) -> Self {
        for name in keys.split_whitespace() {
            let key = Key::parse(name).unwrap_or_else(|| panic!("{name} is a key"));
            self.send(Msg::Key(key));
            self.look();
        }
        self
    }

    /// Types letters.
    pub fn types(mut self, words: &str) -> Self {
        for letter in words.chars() {
            self.send(Msg::Key(Key::char(letter)));
        }
        self
    }

    /// Lets time pass, frame by frame.
    pub fn waits(mut self, seconds: f64) -> Self {
        let frame = Duration::from_millis(40);
        for _ in 0..(seconds / frame.as_secs_f64()) as u32 {
            self.send(Msg::Frame { elapsed: frame });
            while self.app.work(10_000) {}
            let effects = self.app.finish_frame();
            self.perform(effects);
        }
        self
    }

    /// Waits for so many events of what is worked on in the background.
    pub fn waits_for_work(mut self, events: u64) -> Self {
        for mut job in std::mem::take(&mut self.jobs) {
            if job.step(&mut Budget::events(events)) {
                self.send(Msg::JobDone(job.id, job.finish()));
            } else {
                self.send(Msg::JobProgress(job.id, job.progress()));
                self.jobs.push(job);
            }
        }
        self
    }

    /// Clicks at a column and row, counted from zero.
    pub fn clicks(mut self, column: u16, row: u16) -> Self {
        self.look();
        if let Some(msg) = self.drawn.hits.click(column, row) {
            self.send(msg);
        }
        self
    }

    /// Drags to a column and row, counted from zero, from where the last click was.
    pub fn drags(mut self, column: u16, row: u16) -> Self {
        self.look();
        let study = self.app.study().and_then(|study| study.focus.clone()).unwrap_or_default();
        if let Some(msg) = self.drawn.hits.point(&study, column, row, true) {
            self.send(msg);
        }
        self
    }

    /// Sees another moment of the run than the one it is at.
    pub fn sees(mut self, snapshot: Snapshot) -> Self {
        if let Screen::Study(study) = &mut self.app.screen
            && let Some(bench) = study.bench_mut()
        {
            bench.snapshot = snapshot;
        }
        self
    }

    /// Looks at other panes than the lab's author chose.
    pub fn watches(mut self, panes: &[&str]) -> Self {
        if let Screen::Study(study) = &mut self.app.screen
            && let Some(bench) = study.bench_mut()
        {
            bench.watch = panes.iter().map(|pane| (*pane).to_owned()).collect();
        }
        self
    }

    /// Gets a window of another size.
    pub fn resizes(&mut self, columns: u16, rows: u16) {
        self.send(Msg::Resize(columns, rows));
    }

    /// What is on the screen.
    pub fn look(&mut self) -> Buffer {
        let jobs = self.app.code_to_highlight();
        self.perform(jobs);
        let (columns, rows) = self.app.size;
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        self.drawn = self.view.draw_into(&self.app, area, &mut buffer);
        self.app.measured(self.drawn.extents.clone());
        if let Some((region, row)) = self.drawn.moved.take() {
            self.app.scrolls.to(region, row);
        }
        self.app.seen(self.drawn.seen.clone());
        buffer
    }

    /// What is on the screen, as text without the spaces at the ends of rows.
    pub fn reads(&mut self) -> String {
        text(&self.look())
    }

    /// The first row of the screen that holds `words`.
    pub fn reads_line(mut self, words: &str) -> String {
        let screen = self.reads();
        screen.lines().find(|line| line.contains(words)).unwrap_or_default().to_owned()
    }

    fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.app, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Highlight(job) => {
                    let lines = self.highlighter.highlight(&job.lang, &job.text);
                    effects.extend(update(&mut self.app, Msg::Highlighted(job, lines)));
                }
                Effect::Colour(job) => {
                    let lines = self.highlighter.highlight(&job.lang, &job.text);
                    effects.extend(update(&mut self.app, Msg::Highlighted(job, lines)));
                }
                Effect::StartJob(job) => self.jobs.push(job),
                Effect::CancelJob(id) => self.jobs.retain(|job| job.id != id),
                _ => {}
            }
        }
    }
}

fn test_course() -> Library {
    let mut files = Files::new();
    for (path, text) in [
        ("course.toml", include_str!("course/course.toml")),
        ("SUMMARY.md", include_str!("course/SUMMARY.md")),
        ("glossary.md", include_str!("course/glossary.md")),
        ("functions/heavy-init.js", include_str!("course/functions/heavy-init.js")),
        ("lessons/passenger.md", include_str!("course/lessons/passenger.md")),
        ("lessons/blocks.md", include_str!("course/lessons/blocks.md")),
    ] {
        files.insert(path, text.as_bytes());
    }
    Library::from_files("course", files)
}

/// The cells as text.
pub fn text(buffer: &Buffer) -> String {
    let mut lines = Vec::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += coldstart::ui::text::width(symbol).max(1) as u16;
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}
