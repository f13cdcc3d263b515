//! What directives of one lesson know of each other while they are read.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::Setting;
use crate::course::parser::Surroundings;
use crate::lab::{Goal, LabSpec, Window};
use crate::problem::Problem;
use crate::quiz::{Book, Misconceptions, NoBook, Rules};

/// What directives of one lesson know of each other while they are read.
pub struct Desk<'a> {
    /// Course, prices, the lesson's head.
    pub around: Surroundings<'a>,
    /// What was wrong so far.
    pub problems: Vec<Problem>,
    ids: BTreeMap<(&'static str, String), Range<usize>>,
    labs: BTreeMap<String, Arc<LabSpec>>,
    mentions: Vec<Mention>,
    rules: OnceCell<Rules>,
}

/// A directive that speaks of a lab. Whether what it says fits is known at the end, because a lab may stand below.
#[derive(Default)]
pub struct Mention {
    /// The lab's id and where it is named.
    pub lab: (String, Range<usize>),
    /// Windows, with their places.
    pub windows: Vec<(Window, Range<usize>)>,
    /// Functions, with their places.
    pub functions: Vec<(String, Range<usize>)>,
    /// Settings that are made together.
    pub settings: Vec<Vec<Setting>>,
    /// Settings that are only named, with their places.
    pub targets: Vec<(String, Range<usize>)>,
    /// Settings that the learner may not change, with their places: these must exist.
    pub fixed: Vec<(String, Range<usize>)>,
}

impl Mention {
    /// Notes the function that a goal is about.
    pub fn goal(&mut self, goal: &Goal, span: &Range<usize>) {
        self.functions.extend(goal.function.clone().map(|function| (function, span.clone())));
    }
}

impl<'a> Desk<'a> {
    /// An empty desk.
    pub fn new(around: Surroundings<'a>) -> Self {
        Self {
            around,
            problems: Vec::new(),
            ids: BTreeMap::new(),
            labs: BTreeMap::new(),
            mentions: Vec::new(),
            rules: OnceCell::new(),
        }
    }

    /// How questions are read; made when the first is met, because most pages of a file have none.
    pub fn rules(&self) -> &Rules {
        self.rules.get_or_init(|| {
            let ours = self.around.head.own;
            let book: Book = if ours { Arc::clone(self.around.catalog) as Book } else { Arc::new(NoBook) };
            Rules { misconceptions: Arc::new(Misconceptions::embedded()), book, ours }
        })
    }

    /// Takes an id for a directive; one that is taken already is an error, since progress hangs on it.
    pub fn claim(&mut self, kind: &'static str, id: &str, span: Range<usize>) {
        if self.ids.insert((kind, id.to_owned()), span.clone()).is_some() {
            let problem =
                Problem::error(span, format!("the {kind} id `{id}` is taken by another {kind} of this lesson"));
            self.problems.push(problem.with_help("each needs an id of its own: what the learner did hangs on it"));
        }
    }

    /// An id for a directive that has none.
    pub fn unnamed(&self, kind: &'static str) -> String {
        let taken = self.ids.keys().filter(|(other, _)| *other == kind).count();
        format!("{kind}-{}", taken + 1)
    }

    /// A lab that others may speak of.
    pub fn open_lab(&mut self, id: &str, spec: &Arc<LabSpec>) {
        self.labs.insert(id.to_owned(), Arc::clone(spec));
    }

    /// A directive speaks of a lab.
    pub fn mention(&mut self, mention: Mention) {
        self.mentions.push(mention);
    }

    /// What can only be said once the whole lesson was read.
    pub fn finish(&mut self) -> Vec<Problem> {
        for mention in std::mem::take(&mut self.mentions) {
            let (id, span) = &mention.lab;
            match self.labs.get(id).map(Arc::clone) {
                Some(spec) => self.fits(&mention, &spec),
                // A lab that could not be read has problems of its own.
                None if self.ids.contains_key(&("lab", id.clone())) => {}
                None => {
                    let labs: Vec<&str> =
                        self.ids.keys().filter(|(kind, _)| *kind == "lab").map(|(_, id)| id.as_str()).collect();
                    self.problems.push(Problem::unknown(span.clone(), "lab", id, labs));
                }
            }
        }
        std::mem::take(&mut self.problems)
    }

    fn fits(&mut self, mention: &Mention, spec: &LabSpec) {
        for (window, span) in &mention.windows {
            self.window_fits(window, span, spec);
        }
        for (function, span) in &mention.functions {
            if spec.function(function).is_none() {
                let known = spec.functions.iter().map(|function| function.name.as_str());
                self.problems.push(Problem::unknown(span.clone(), "function", function, known));
            }
        }
        for settings in &mention.settings {
            self.settings_fit(settings, spec);
        }
        for (target, span) in &mention.targets {
            self.target_fits(target, span, spec);
        }
        for (target, span) in &mention.fixed {
            let targets = spec.targets();
            if !names_a_setting(target, &targets, spec) {
                let known = targets.iter().map(String::as_str);
                self.problems.push(Problem::unknown(span.clone(), "setting", target, known));
            }
        }
    }

    fn window_fits(&mut self, window: &Window, span: &Range<usize>, spec: &LabSpec) {
        let Window::After(key) = window else { return };
        if !spec.actions.iter().any(|action| action.key.to_string() == *key) {
            let keys: Vec<String> = spec.actions.iter().map(|action| action.key.to_string()).collect();
            let problem = Problem::error(span.clone(), format!("no action of this lab has the key `{key}`"));
            let known =
                if keys.is_empty() { "it has no actions".to_owned() } else { format!("its keys: {}", keys.join(", ")) };
            self.problems.push(problem.with_help(known));
        }
    }

    /// Settings are tried together, as they will be made; the one that does not fit is found by trying them alone.
    fn settings_fit(&mut self, settings: &[Setting], spec: &LabSpec) {
        let together = settings.iter().map(|setting| (setting.target.as_str(), setting.value.as_str()));
        let Err(whole) = spec.with(together) else { return };
        let alone = settings.iter().find_map(|setting| {
            let problem = spec.with([(setting.target.as_str(), setting.value.as_str())]).err()?;
            Some((setting, problem))
        });
        let (span, problem) = match alone {
            Some((setting, problem)) => (setting.span.clone(), problem),
            None => (settings.first().map_or(0..0, |setting| setting.span.clone()), whole),
        };
        self.problems.push(Problem { span, ..problem });
    }

    /// `functions.hello.memory_mb`, or a whole table: `load`, `functions.hello`.
    fn target_fits(&mut self, target: &str, span: &Range<usize>, spec: &LabSpec) {
        let targets = spec.targets();
        if names_a_setting(target, &targets, spec) {
            return;
        }
        // Keys that later services will bring are forbidden in good time; only a slip of a known one is a mistake.
        if let Some(near) = crate::problem::nearest(target, targets.iter().map(String::as_str)) {
            let problem = Problem::error(span.clone(), format!("unknown setting `{target}`"));
            self.problems.push(problem.with_help(format!("did you mean `{near}`?")));
        }
    }
}

/// A setting, or a table of settings.
fn names_a_setting(target: &str, targets: &[String], spec: &LabSpec) -> bool {
    let is_table = targets.iter().any(|known| known.strip_prefix(target).is_some_and(|rest| rest.starts_with('.')));
    is_table || spec.canonical(target).is_ok()
}
