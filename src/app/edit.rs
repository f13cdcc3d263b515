//! Editing: which text is in hand, what keys and clicks do to it, and that nothing of it gets lost.

use super::bench::RESULT;
use super::cards::Card;
use super::code_file::CodeView;
use super::overlay::Confirm;
use crate::problem::Problem;

use super::{Action, App, CodeFile, Editor, Effect, HighlightJob, Key, Overlay, Region, Screen};

/// The pane of a function's code.
pub(super) const CODE: &str = "code";
/// The pane of the event that a function is called with.
pub(super) const EVENT: &str = "event";

/// Which text is in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// A function's code.
    Code,
    /// The event of a lab.
    Event,
    /// The event of a card on the page.
    Card,
}

impl App {
    /// The text that letters go to now.
    pub fn edited(&self) -> Option<Edited> {
        let study = self.study().filter(|_| self.overlay.is_none())?;
        if study.editing {
            return study.focus.as_deref().and_then(of_pane).filter(|_| self.runs_code());
        }
        (study.typing && matches!(study.active_card(), Some(Card::Event(_)))).then_some(Edited::Card)
    }

    /// The editor of the text in hand.
    pub fn editor(&self) -> Option<&Editor> {
        match self.edited()? {
            Edited::Code => self.bench()?.code().map(|file| &file.editor),
            Edited::Event => self.bench()?.code().map(|file| &file.event.editor),
            Edited::Card => match self.study()?.active_card()? {
                Card::Event(card) => Some(&card.draft.editor),
                _ => None,
            },
        }
    }

    fn editor_mut(&mut self) -> Option<&mut Editor> {
        match self.edited()? {
            Edited::Code => self.bench_mut()?.code_mut().map(|file| &mut file.editor),
            Edited::Event => self.bench_mut()?.code_mut().map(|file| &mut file.event.editor),
            Edited::Card => match self.study_mut()?.active_card_mut()? {
                Card::Event(card) => Some(&mut card.draft.editor),
                _ => None,
            },
        }
    }

    /// The pane whose text could be edited, as it has the keys.
    pub(super) fn editable(&self) -> Option<Edited> {
        let study = self.study().filter(|study| !study.editing && !study.typing)?;
        let pane = study.focus.as_deref().and_then(of_pane)?;
        self.runs_code().then_some(pane)
    }

    /// Whether the function in view runs code: what a model shows is to be read only.
    pub(super) fn runs_code(&self) -> bool {
        self.bench().and_then(super::Bench::code).is_some_and(|file| file.runs)
    }

    /// Letters are text from now on.
    pub(super) fn start_editing(&mut self) {
        if self.editable().is_none() {
            return;
        }
        if let Some(study) = self.study_mut() {
            study.editing = true;
        }
        if self.edited() == Some(Edited::Code)
            && let Some(file) = self.bench_mut().and_then(|bench| bench.code_mut())
        {
            file.view = CodeView::Text;
        }
        self.follow_cursor();
    }

    /// Puts a function's code in hand.
    pub(super) fn edit_function(&mut self, name: Option<&str>) -> Result<(), Problem> {
        let bench = self.bench_or_problem()?;
        if let Some(name) = name {
            let known = bench.code.iter().filter(|file| file.runs).map(|file| file.function.as_str());
            if !known.clone().any(|function| function == name) {
                return Err(Problem::unknown(0..0, "function with code", name, known));
            }
            bench.function = Some(name.to_owned());
        }
        if !bench.code().is_some_and(|file| file.runs) {
            let problem = Problem::error(0..0, "this lab models its functions: there is no code to edit");
            return Err(problem.with_help("a lab names a function's code with `code = \"functions/NAME.js\"`"));
        }
        if !bench.watch.iter().any(|pane| pane == CODE) {
            bench.watch.push(CODE.to_owned());
        }
        self.focus(Some(CODE.to_owned()));
        self.start_editing();
        Ok(())
    }

    /// Letters are keys again; what was written stays.
    pub(super) fn end_editing(&mut self) {
        if let Some(editor) = self.editor_mut() {
            editor.find = None;
        }
        let Some(study) = self.study_mut() else { return };
        study.editing = false;
        if study.typing {
            self.leave_card();
        }
    }

    /// Does something to the text in hand, and keeps the cursor in view.
    pub(super) fn with_editor<T>(&mut self, change: impl FnOnce(&mut Editor) -> T) -> Option<T> {
        let done = self.editor_mut().map(change);
        self.after_change();
        done
    }

    fn after_change(&mut self) {
        match self.edited() {
            Some(Edited::Event) => {
                if let Some(file) = self.bench_mut().and_then(|bench| bench.code_mut()) {
                    file.event.look();
                }
            }
            Some(Edited::Card) => {
                if let Some(Card::Event(card)) = self.study_mut().and_then(|study| study.active_card_mut()) {
                    card.draft.look();
                    card.complaint = None;
                }
            }
            _ => {}
        }
        self.follow_cursor();
    }

    /// A key that no row has: a letter of the text, or of what is looked for in it.
    pub(super) fn write_text(&mut self, key: Key) {
        self.with_editor(|editor| {
            if editor.find.is_some() {
                let event = crossterm::event::Event::Key(key.event());
                if let Some(request) = tui_input::backend::crossterm::to_input_request(&event) {
                    editor.edit_find(request);
                }
                return;
            }
            editor.press(key);
        });
    }

    /// Text from the clipboard: into the text, or into what is looked for in it.
    pub(super) fn paste_text(&mut self, text: &str) {
        self.with_editor(|editor| {
            if editor.find.is_none() {
                return editor.insert(text);
            }
            let first = text.lines().next().unwrap_or_default();
            for letter in first.chars().filter(|letter| !letter.is_control()) {
                editor.edit_find(tui_input::InputRequest::InsertChar(letter));
            }
        });
    }

    /// A click or a drag in a pane's text: the first click gives the pane the keys, the next one sets the cursor.
    pub(super) fn point_at(&mut self, pane: &str, (line, column): (usize, usize), select: bool) {
        let had_keys = self.study().is_some_and(|study| study.focus.as_deref() == Some(pane));
        if !had_keys {
            return self.focus(Some(pane.to_owned()));
        }
        self.start_editing();
        self.with_editor(|editor| editor.go_to_column(line, column, select));
    }

    /// The cursor is in view.
    pub(super) fn follow_cursor(&mut self) {
        let region = match self.edited() {
            Some(Edited::Code) => Region::Pane(CODE.to_owned()),
            Some(Edited::Event) => Region::Pane(EVENT.to_owned()),
            _ => return,
        };
        let view = usize::from(self.scrolls.extent(&region).view).max(1);
        let top = self.scrolls.get(&region);
        let Some(editor) = self.editor_mut() else { return };
        editor.page = (view - 1).max(1);
        let line = editor.cursor().at.line;
        let top = top.min(line).max((line + 1).saturating_sub(view));
        self.scrolls.to(region, top);
    }

    /// Who called a function sees what comes of it: where there is room for one pane only, this one.
    pub(super) fn open_result(&mut self) {
        let calls = self.runs_code() && self.bench().is_some_and(|bench| bench.watch.iter().any(|pane| pane == RESULT));
        let narrow = self.size.0 < super::SIDE_BY_SIDE_FROM;
        if calls && narrow && self.status.as_ref().is_none_or(|status| !status.wrong) {
            self.scrolls.to(Region::Pane(RESULT.to_owned()), 0);
            self.focus(Some(RESULT.to_owned()));
        }
    }

    // ---- what keys with a name do

    pub(super) fn edit_action(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::EditText => self.start_editing(),
            Action::EndEdit => self.end_editing(),
            Action::Undo => self.take_step_of_history(Editor::undo, "there is nothing to take back"),
            Action::Redo => self.take_step_of_history(Editor::redo, "there is nothing to do again"),
            Action::Copy => {
                self.with_editor(Editor::copy);
            }
            Action::Cut => {
                self.with_editor(Editor::cut);
            }
            Action::Put => {
                self.with_editor(Editor::paste);
            }
            Action::SelectAll => {
                self.with_editor(Editor::select_all);
            }
            Action::Find => {
                self.with_editor(Editor::open_find);
            }
            Action::FindNext(forward) => {
                self.with_editor(|editor| editor.find_next(forward));
            }
            Action::EndFind => {
                self.with_editor(|editor| editor.find = None);
            }
            Action::Outside => return self.edit_outside(),
            Action::Diff => self.toggle_diff(),
            Action::Original => self.ask_for_original(),
            Action::OriginalNow => self.back_to_original(),
            Action::NextFile(step) => self.next_file(step),
            Action::Templates => self.open_templates(),
            Action::Deploy => {
                self.deploy_in_view();
                return self.keep_drafts();
            }
            _ => {}
        }
        Vec::new()
    }

    /// One step of the history, in one of its directions.
    fn take_step_of_history(&mut self, step: impl FnOnce(&mut Editor) -> bool, otherwise: &str) {
        if self.with_editor(step) == Some(false) {
            self.say(otherwise);
        }
    }

    /// Hands the text to the learner's own editor.
    fn edit_outside(&mut self) -> Vec<Effect> {
        let Some(edited) = self.edited().or(self.editable()) else { return Vec::new() };
        let Some(bench) = self.bench_mut() else { return Vec::new() };
        // What passes outside is not time of the lab.
        let now = bench.now();
        bench.pace.stop(now);
        let Some(file) = bench.code() else { return Vec::new() };
        let (name, editor) = match edited {
            Edited::Code => (file.name().to_owned(), &file.editor),
            Edited::Event => ("event.json".to_owned(), &file.event.editor),
            Edited::Card => return Vec::new(),
        };
        let at = editor.cursor().at;
        let column = editor.lines()[at.line][..at.byte].chars().count() + 1;
        vec![Effect::EditText { name, text: editor.text(), line: at.line + 1, column }]
    }

    /// What the learner's own editor made of the text.
    pub(super) fn edited_outside(&mut self, outcome: Result<String, String>) {
        let edited = self.edited().or(self.editable());
        match (outcome, edited) {
            (Ok(text), Some(edited)) => {
                let Some(file) = self.bench_mut().and_then(|bench| bench.code_mut()) else { return };
                let editor = match edited {
                    Edited::Code => &mut file.editor,
                    Edited::Event | Edited::Card => &mut file.event.editor,
                };
                // An editor ends the last line; here that would be one more.
                editor.set_text(text.strip_suffix('\n').unwrap_or(&text));
                file.event.look();
                file.view = CodeView::Text;
                self.follow_cursor();
            }
            (Err(words), _) => self.refuse(words),
            (Ok(_), None) => {}
        }
    }

    fn next_file(&mut self, step: isize) {
        let Some(bench) = self.bench_mut() else { return };
        let here = bench.code().and_then(|file| bench.code.iter().position(|known| known.function == file.function));
        let (Some(here), count) = (here, bench.code.len()) else { return };
        let next = if step < 0 { here + count - 1 } else { here + 1 } % count;
        bench.function = Some(bench.code[next].function.clone());
        self.scrolls.to(Region::Pane(CODE.to_owned()), 0);
        self.scrolls.to(Region::Pane(EVENT.to_owned()), 0);
        self.follow_cursor();
    }

    fn toggle_diff(&mut self) {
        self.end_editing();
        self.scrolls.to(Region::Pane(CODE.to_owned()), 0);
        let Some(file) = self.bench_mut().and_then(|bench| bench.code_mut()) else { return };
        file.view = match file.view {
            CodeView::Diff(_) => CodeView::Text,
            CodeView::Text => CodeView::Diff(super::code_file::diff(&file.original, &file.editor.text())),
        };
    }

    /// Puts the code of a worked solution in the place of the learner's, to be read, compared and deployed.
    pub(super) fn show_solution_code(&mut self, code: &str) {
        let Some(bench) = self.bench_mut() else { return };
        let Some(function) = bench.code.iter().find(|file| file.runs).map(|file| file.function.clone()) else { return };
        bench.function = Some(function);
        let Some(file) = bench.code_mut() else { return };
        let before = file.editor.text();
        file.editor.set_text(&super::code_file::without_anchors(code));
        file.view = CodeView::Diff(super::code_file::diff(&before, &file.editor.text()));
        if !bench.watch.iter().any(|pane| pane == CODE) {
            bench.watch.push(CODE.to_owned());
        }
        self.say("the solution is in the code pane, beside what it changes; ctrl-s deploys it");
        self.focus(Some(CODE.to_owned()));
    }

    fn ask_for_original(&mut self) {
        let event = self.edited().or(self.editable()) == Some(Edited::Event);
        let Some(file) = self.bench().and_then(|bench| bench.code()) else { return };
        let what =
            if event { "the event as it was given".to_owned() } else { format!("{} as the lesson has it", file.path) };
        self.overlay = Some(Overlay::Confirm(Confirm {
            title: "Back to the original?".to_owned(),
            text: format!("Puts {what} in the place of yours.\nctrl-z takes that back, as long as the lesson is open."),
            yes: Action::OriginalNow,
        }));
    }

    fn back_to_original(&mut self) {
        let event = self.edited().or(self.editable()) == Some(Edited::Event);
        let Some(file) = self.bench_mut().and_then(|bench| bench.code_mut()) else { return };
        if event {
            file.event.restore();
        } else {
            file.restore();
        }
        self.say("the original is back; ctrl-z takes that back");
        self.follow_cursor();
    }

    // ---- colours

    /// The texts in view whose colours are to be found out.
    pub(super) fn colours_to_ask(&mut self) -> Vec<Effect> {
        let mut jobs = Vec::new();
        self.each_editor(|lang, editor| {
            if let Some(text) = editor.uncoloured() {
                jobs.push(Effect::Colour(HighlightJob { lang: lang.to_owned(), text }));
            }
        });
        jobs
    }

    /// Colours that came back.
    pub(super) fn colours_came(&mut self, job: &HighlightJob, lines: &super::HighlightedLines) {
        self.each_editor(|lang, editor| {
            if lang == job.lang {
                editor.take_colours(&job.text, lines);
            }
        });
    }

    fn each_editor(&mut self, mut work: impl FnMut(&str, &mut Editor)) {
        let Screen::Study(study) = &mut self.screen else { return };
        if let Some(bench) = study.bench_mut() {
            for CodeFile { lang, editor, event, .. } in &mut bench.code {
                work(lang, editor);
                work("json", &mut event.editor);
            }
        }
        for card in study.cards.values_mut() {
            if let Card::Event(card) = card {
                work("json", &mut card.draft.editor);
            }
        }
    }
}

fn of_pane(name: &str) -> Option<Edited> {
    match name {
        CODE => Some(Edited::Code),
        EVENT => Some(Edited::Event),
        _ => None,
    }
}
