//! The one place where things happen: a message comes in, the state changes, effects go out.

use super::keymap;
use super::{App, Effect, Key, Msg, Overlay, Region, Screen};

/// Changes the state; returns what the outside has to do.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    if !matches!(msg, Msg::Frame { .. }) {
        app.dirty = true;
    }
    // What leads elsewhere may lead out of a text.
    let stays =
        matches!(&msg, Msg::Key(_) | Msg::Paste(_) | Msg::Frame { .. } | Msg::PointAt { .. } | Msg::Highlighted(..));
    let mut effects = if stays { Vec::new() } else { app.keep_drafts() };
    effects.extend(handle(app, msg));
    if app.edited().is_none() || effects.contains(&Effect::Quit) {
        effects.extend(app.keep_drafts());
    }
    effects.extend(app.colours_to_ask());
    effects
}

fn handle(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Frame { elapsed } => {
            app.frame(elapsed);
            Vec::new()
        }
        Msg::Key(key) => {
            app.status = None;
            app.press(key)
        }
        Msg::Paste(text) => app.paste(&text),
        Msg::Resize(columns, rows) => {
            app.size = (columns, rows);
            Vec::new()
        }
        Msg::Resumed => Vec::new(),
        Msg::Do(action) => {
            app.status = None;
            app.act(action)
        }
        Msg::Go(place) => app.travel(&place),
        Msg::Follow(target) => app.follow(&target),
        Msg::Focus(pane) => {
            app.focus(pane);
            Vec::new()
        }
        Msg::Scroll(region, rows) => {
            app.dirty = app.scrolls.by(&region, rows);
            Vec::new()
        }
        Msg::GoTo(moment) => {
            app.status = None;
            app.turn_to_moment(moment);
            Vec::new()
        }
        Msg::TakeFork(id) => {
            app.take_fork(id);
            Vec::new()
        }
        Msg::Saved(outcome) => {
            app.saved(outcome);
            Vec::new()
        }
        Msg::PointAt { pane, line, column, select } => {
            app.point_at(&pane, (line, column), select);
            Vec::new()
        }
        Msg::EditedOutside(outcome) => {
            app.edited_outside(outcome);
            Vec::new()
        }
        Msg::TakeTemplate(place) => {
            app.take_template(place);
            Vec::new()
        }
        Msg::Tick(task) => app.tick(&task),
        Msg::Card(id) => app.click_card(&id),
        Msg::Choose(id, choice) => app.choose(&id, choice),
        Msg::Inspect(id) => {
            app.open_invocation(id);
            Vec::new()
        }
        Msg::Select(row) => app.select(row),
        Msg::Pick(row) => app.pick_row(row),
        Msg::GoToMark { course, lesson, mark } => app.go_to_mark(course, &lesson, &mark),
        Msg::Copy(text) => app.copy(text),
        Msg::Complete(proposal) => {
            app.take_proposal(proposal);
            Vec::new()
        }
        Msg::PictureLoaded { course, path, picture } => {
            app.picture_loaded(course, path, picture);
            Vec::new()
        }
        Msg::LessonRead(read) => app.lesson_read(read),
        Msg::Highlighted(job, lines) => {
            app.colours_came(&job, &lines);
            app.highlights.answer(job, lines);
            Vec::new()
        }
        Msg::JobProgress(id, share) => {
            app.job_progress(id, share);
            Vec::new()
        }
        Msg::JobDone(id, result) => app.job_done(id, result),
        Msg::JobLost(id) => app.job_lost(id),
        Msg::Reloaded(library) => app.reload(library),
        Msg::Checked(findings, played) => app.checked(findings, played),
        Msg::ToProblem(number) => app.go_to_problem(number),
        Msg::Edited(outcome) => {
            if let Err(why) = outcome {
                app.refuse(why);
            }
            Vec::new()
        }
        Msg::Notice(message) => {
            app.notice(message);
            Vec::new()
        }
    }
}

impl App {
    /// A key: what its row says; else a letter of what is being written.
    fn press(&mut self, key: Key) -> Vec<Effect> {
        match keymap::lookup(self, key) {
            Some(action) if action != keymap::Action::Keystroke => self.act(action),
            _ => {
                if keymap::waits_for_guess(self, key) && !self.takes(key) {
                    self.refuse("First your guess: enter commits it, s skips");
                    return Vec::new();
                }
                self.write(key)
            }
        }
    }

    /// Whether the answer in hand takes this key as text.
    fn takes(&self, key: Key) -> bool {
        let typing = self.study().is_some_and(|study| study.typing);
        typing || self.enters_number() && key.typed().is_some_and(keymap::begins_number)
    }

    /// A key without a row, where something is being written.
    fn write(&mut self, key: Key) -> Vec<Effect> {
        if self.edited().is_some() {
            self.write_text(key);
            return Vec::new();
        }
        let Some(request) = tui_input::backend::crossterm::to_input_request(&crossterm::event::Event::Key(key.event()))
        else {
            return Vec::new();
        };
        match &mut self.overlay {
            Some(Overlay::Command(_)) => self.edit_command(request),
            Some(Overlay::Search(search)) => {
                search.input.handle(request);
                search.refresh();
                self.scrolls.to(Region::Overlay, 0);
            }
            Some(_) => {}
            None => return self.write_answer(key, request),
        }
        Vec::new()
    }

    /// Digits of a guess, letters of an answer.
    fn write_answer(&mut self, key: Key, request: tui_input::InputRequest) -> Vec<Effect> {
        let typing = self.study().is_some_and(|study| study.typing);
        let number = self.enters_number();
        let choices = self.open_form().is_some_and(|form| matches!(form, crate::quiz::Form::Choose { .. }));
        let Some(entry) = self.open_entry_mut() else { return Vec::new() };
        match key.typed() {
            Some(digit @ '1'..='9') if choices => entry.pick_at(digit as usize - '1' as usize),
            Some(letter) if typing || (number && keymap::begins_number(letter)) => entry.edit(request),
            Some(_) => {}
            None => entry.edit(request),
        }
        if number {
            self.type_while_there_is_something(typing || key.typed().is_some());
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        if self.edited().is_some() {
            self.paste_text(text);
            return Vec::new();
        }
        match &mut self.overlay {
            Some(Overlay::Command(_) | Overlay::Search(_)) => {
                for letter in line.trim_end().chars() {
                    self.write(Key::char(letter));
                }
            }
            Some(_) => {}
            None => {
                let takes = self.study().is_some_and(|study| study.typing) || self.enters_number();
                if let Some(entry) = self.open_entry_mut().filter(|_| takes) {
                    entry.paste(text);
                    self.type_while_there_is_something(true);
                }
            }
        }
        Vec::new()
    }

    fn select(&mut self, row: usize) -> Vec<Effect> {
        let rows = self.map().len();
        let Screen::Home(home) = &mut self.screen else { return Vec::new() };
        if home.selected == row {
            return self.act(keymap::Action::Open);
        }
        home.selected = row.min(rows.saturating_sub(1));
        Vec::new()
    }

    fn pick_row(&mut self, row: usize) -> Vec<Effect> {
        if matches!(self.overlay, Some(Overlay::Tune(_))) {
            return self.pick_point(row);
        }
        if let Some(Overlay::BreakEven(view)) = &mut self.overlay {
            view.pick(row);
            return Vec::new();
        }
        if let Some(picker) = self.overlay.as_mut().and_then(Overlay::picker_mut) {
            picker.selected = row.min(picker.rows.len().saturating_sub(1));
            return self.act(keymap::Action::Choose);
        }
        Vec::new()
    }

    /// Keys go to a pane, or to the lesson; where there is room for one pane only, it is this one.
    pub(super) fn focus(&mut self, pane: Option<String>) {
        let Some(study) = self.study_mut() else { return };
        study.editing &= study.focus == pane;
        study.focus.clone_from(&pane);
        if let (Some(bench), Some(pane)) = (study.bench_mut(), pane)
            && let Some(tab) = bench.watch.iter().position(|name| *name == pane)
        {
            bench.tab = tab;
        }
    }
}
