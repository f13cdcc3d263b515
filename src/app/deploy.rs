//! From the text in a pane to what the lab runs.

use std::sync::Arc;

use super::{App, Bench, CodeFile, Editor, Mark};
use crate::js::{SyntaxError, syntax_error};
use crate::lab::{Command, LabSpec};
use crate::problem::Problem;

impl Bench {
    /// What of a function's code runs at this moment of this branch: what was deployed last, if anything was.
    pub fn deployed(&self, function: &str) -> Option<&Arc<str>> {
        self.run().commands().iter().rev().find_map(|timed| match &timed.command {
            Command::Deploy { function: of, code: Some(code) } if of == function => Some(code),
            _ => None,
        })
    }

    /// A lab with the code that was deployed here: what a challenge is checked with.
    pub(super) fn with_deployed(&self, spec: LabSpec) -> Result<LabSpec, Problem> {
        let deployed = self.code.iter().filter_map(|file| Some((&file.function, self.deployed(&file.function)?)));
        deployed.into_iter().try_fold(spec, |spec, (function, code)| spec.with_code(function, code))
    }

    /// Whether the code on the screen is what runs.
    pub fn is_deployed(&self, file: &CodeFile) -> bool {
        let running = self.deployed(&file.function).map_or(file.original.as_str(), |code| code.as_ref());
        running.split('\n').eq(file.editor.lines().iter().map(String::as_str))
    }

    /// Deploys the code on the screen as a function's new version, unless it cannot be read.
    fn deploy(&mut self, function: &str) -> Result<(), Problem> {
        let Some(file) = self.code.iter_mut().find(|file| file.function == function && file.runs) else {
            return self.submit(&Command::Deploy { function: function.to_owned(), code: None });
        };
        let text = file.editor.text();
        file.editor.mark = None;
        if let Some(error) = syntax_error(&file.path, &text) {
            let mark = mark(&error, &file.editor);
            let problem =
                Problem::error(0..0, format!("{}:{}:{}: {}", file.path, error.line, error.column, error.message));
            file.editor.go_to_column(mark.line, mark.column.unwrap_or(0), false);
            file.editor.mark = Some(mark);
            return Err(problem.with_help("nothing was deployed"));
        }
        let branch = self.history().fork_in_hand();
        self.submit(&Command::Deploy { function: function.to_owned(), code: Some(text.into()) })?;
        self.say(format!("{function} is deployed; its next calls start cold"));
        self.say_if_forked(branch);
        Ok(())
    }
}

fn mark(error: &SyntaxError, editor: &Editor) -> Mark {
    let line = (error.line.max(1) - 1).min(editor.lines().len() - 1);
    Mark { line, column: Some(error.column.max(1) - 1), words: error.message.clone() }
}

impl App {
    /// Deploys what the code pane shows.
    pub(super) fn deploy_in_view(&mut self) {
        let Some(function) = self.bench().and_then(Bench::code).map(|file| file.function.clone()) else { return };
        if let Err(problem) = self.deploy(&function) {
            self.refuse(super::act::one_line(&problem));
        }
    }

    /// Deploys a function's code as it stands on the screen.
    pub(super) fn deploy(&mut self, function: &str) -> Result<(), Problem> {
        let outcome = self.bench_or_problem()?.deploy(function);
        if outcome.is_err() {
            self.follow_cursor();
        }
        outcome?;
        self.after_bench();
        Ok(())
    }

    /// The event that the next call of the function in view carries: the card's that has the keys, else the one of the event pane, where the
    /// function runs code.
    pub(super) fn event_in_hand(&self) -> Option<Arc<str>> {
        let text = match self.study()?.active_card() {
            Some(super::Card::Event(card)) => card.draft.editor.text(),
            _ => self.bench()?.code().filter(|file| file.runs)?.event.editor.text(),
        };
        let json: serde_json::Value = serde_json::from_str(&text).ok()?;
        Some(json.to_string().into())
    }
}
