//! `challenge`: sets a goal.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::body::{self, Body};
use super::{Desk, Directive, Kind, Mention};
use crate::course::clean;
use crate::course::fence::Fence;
use crate::lab::{Goal, Window};
use crate::problem::Problem;

/// The kind.
pub const KIND: Kind = Kind {
    name: "challenge",
    meaning: "sets a goal to reach in a lab",
    keys: &["id", "lab"],
    words: false,
    sample: "```challenge id=faster lab=first\ntitle = \"Answer sooner\"\ngoal = [\"p99_ms < 900\"]\nwindow = \"last 5m\"\nhints = [\"What takes longest?\"]\n\n[start]\n\"functions.hello.memory_mb\" = 128\n\n[solution]\n\"functions.hello.memory_mb\" = 1024\n\n[[wrong]]\nname = \"a little more\"\nset = { \"functions.hello.memory_mb\" = 192 }\n\n[stars]\ngold = \"cost_per_m <= 2.0\"\n```\n",
    read,
};

/// A goal to reach in a lab.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Unique in the lesson.
    pub id: String,
    /// The lab it is played in.
    pub lab: String,
    /// What it is called.
    pub title: String,
    /// All of them must hold.
    pub goals: Vec<Goal>,
    /// The part of the run they speak about.
    pub window: Window,
    /// What the learner may not change.
    pub fixed: Vec<String>,
    /// What would reach the goal without teaching anything.
    pub forbid: Vec<String>,
    /// How the lab begins.
    pub start: Vec<Setting>,
    /// What reaches the goal.
    pub solution: Vec<Setting>,
    /// The code that reaches the goal, where it is code that has to change: of the first function of the lab that is code.
    pub solution_code: Option<String>,
    /// What tempts and does not.
    pub wrong: Vec<WrongFix>,
    /// More to reach, with the star's name: `gold`.
    pub stars: Vec<(String, Goal)>,
    /// Stages of help; each costs a star.
    pub hints: Vec<String>,
}

/// One value of a lab, set to another: `functions.hello.memory_mb`, `1024`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What, by its path in the lab.
    pub target: String,
    /// To what, as it would stand in the lab's file.
    pub value: String,
    /// Where it stands in the lesson.
    pub span: Range<usize>,
}

/// A fix that tempts and does not reach the goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongFix {
    /// What people call it.
    pub name: String,
    /// What it sets.
    pub set: Vec<Setting>,
    /// Where it stands in the lesson.
    pub span: Range<usize>,
}

fn read(fence: &Fence, desk: &mut Desk<'_>) -> Option<Directive> {
    let id = match fence.info.get("id") {
        Some(id) => id.to_owned(),
        None => {
            let problem = Problem::error(fence.head(), "this challenge has no id");
            desk.problems.push(problem.with_help("write `challenge id=NAME lab=NAME`; the learner's stars hang on it"));
            desk.unnamed("challenge")
        }
    };
    desk.claim("challenge", &id, fence.key_place("id"));
    let lab = lab(fence, desk)?;
    let body = Body::read(&fence.body);
    let mut challenge = Challenge {
        title: body.text("title").map_or_else(|| id.replace(['-', '_'], " "), |(title, _)| clean::one_line(&title)),
        goals: goals(&body, "goal"),
        window: window(&body),
        fixed: words(&body, "fixed"),
        forbid: words(&body, "forbid"),
        start: settings(&body, "start"),
        solution: settings(&body, "solution"),
        solution_code: solution_code(&body, desk),
        wrong: wrong(&body),
        stars: stars(&body),
        hints: words(&body, "hints"),
        id,
        lab,
    };
    if body.texts("goal").is_empty() {
        let span = body.place("goal");
        body.add(Problem::error(span, "this challenge has no goal").with_help("write `goal = [\"p99_ms < 900\"]`"));
    }
    place(&mut challenge, fence);
    desk.mention(mention(&challenge, &body, fence));
    let readable = !challenge.goals.is_empty();
    desk.problems.extend(body.finish(fence));
    readable.then_some(Directive::Challenge(challenge))
}

fn lab(fence: &Fence, desk: &mut Desk<'_>) -> Option<String> {
    let Some(lab) = fence.info.get("lab") else {
        let problem = Problem::error(fence.head(), "this challenge names no lab");
        desk.problems.push(problem.with_help("write `challenge id=NAME lab=NAME`"));
        return None;
    };
    Some(lab.to_owned())
}

/// Places within the body become places within the lesson.
fn place(challenge: &mut Challenge, fence: &Fence) {
    for wrong in &mut challenge.wrong {
        wrong.span = fence.place(&wrong.span);
    }
    let sets = challenge.wrong.iter_mut().flat_map(|wrong| &mut wrong.set);
    for setting in challenge.start.iter_mut().chain(&mut challenge.solution).chain(sets) {
        setting.span = fence.place(&setting.span);
    }
}

/// What it says of its lab.
fn mention(challenge: &Challenge, body: &Body<'_>, fence: &Fence) -> Mention {
    let place = |key: &str| fence.place(&body.place(key));
    let mut mention = Mention {
        lab: (challenge.lab.clone(), fence.key_place("lab")),
        windows: vec![(challenge.window.clone(), place("window"))],
        settings: vec![challenge.start.clone()],
        ..Mention::default()
    };
    // The solution and the wrong fixes are played from the start.
    let tries = std::iter::once(&challenge.solution).chain(challenge.wrong.iter().map(|wrong| &wrong.set));
    mention.settings.extend(tries.map(|set| challenge.start.iter().chain(set).cloned().collect()));
    for goal in &challenge.goals {
        mention.goal(goal, &place("goal"));
    }
    for (_, goal) in &challenge.stars {
        mention.goal(goal, &place("stars"));
    }
    mention.fixed.extend(challenge.fixed.iter().map(|target| (target.clone(), place("fixed"))));
    mention.targets.extend(challenge.forbid.iter().map(|target| (target.clone(), place("forbid"))));
    mention
}

/// The text of the file that `solution_code` names.
fn solution_code(body: &Body<'_>, desk: &Desk<'_>) -> Option<String> {
    let (path, span) = body.text("solution_code")?;
    let text = desk.around.course.files.text(&path);
    if text.is_none() {
        let problem = Problem::error(span, format!("there is no file `{path}`"));
        body.add(
            problem.with_help("its path starts at the folder of the course: `solution_code = \"functions/faster.js\"`"),
        );
    }
    text
}

fn goals(body: &Body<'_>, key: &'static str) -> Vec<Goal> {
    body.texts(key).into_iter().filter_map(|(text, span)| goal(body, &text, &span)).collect()
}

fn goal(body: &Body<'_>, text: &str, span: &Range<usize>) -> Option<Goal> {
    Goal::parse(text).map_err(|problem| body.add(problem.shifted(span.start))).ok()
}

fn window(body: &Body<'_>) -> Window {
    let Some((text, span)) = body.text("window") else { return Window::All };
    text.parse().unwrap_or_else(|problem: Problem| {
        body.add(problem.shifted(span.start));
        Window::All
    })
}

fn words(body: &Body<'_>, key: &'static str) -> Vec<String> {
    body.texts(key).into_iter().map(|(text, _)| text).collect()
}

fn settings(body: &Body<'_>, key: &'static str) -> Vec<Setting> {
    let Some(value) = body.get(key) else { return Vec::new() };
    match value.get_ref() {
        DeValue::Table(table) => flattened(table),
        _ => {
            body.wrong(value.span(), format!("`{key}` must be a table, as in `[{key}]`"));
            Vec::new()
        }
    }
}

/// `[start.load]` with `rps = 10` is `load.rps`, and so is `"load.rps" = 10`.
fn flattened(table: &DeTable<'_>) -> Vec<Setting> {
    let mut found = Vec::new();
    let mut open: Vec<(String, Range<usize>, &Spanned<DeValue<'_>>)> = Vec::new();
    for (key, value) in table.iter().rev() {
        open.push((clean::one_line(key.get_ref()), key.span(), value));
    }
    while let Some((path, span, value)) = open.pop() {
        match value.get_ref() {
            DeValue::Table(inner) => {
                for (key, value) in inner.iter().rev() {
                    open.push((format!("{path}.{}", clean::one_line(key.get_ref())), key.span(), value));
                }
            }
            leaf => {
                found.push(Setting { target: path, value: body::written(leaf), span: span.start..value.span().end });
            }
        }
    }
    found
}

fn wrong(body: &Body<'_>) -> Vec<WrongFix> {
    let Some(value) = body.get("wrong") else { return Vec::new() };
    let DeValue::Array(tables) = value.get_ref() else {
        body.wrong(value.span(), "a wrong fix is a table of a list, as in `[[wrong]]`");
        return Vec::new();
    };
    tables.iter().filter_map(|table| wrong_fix(body, table)).collect()
}

fn wrong_fix(body: &Body<'_>, value: &Spanned<DeValue<'_>>) -> Option<WrongFix> {
    let DeValue::Table(table) = value.get_ref() else {
        body.wrong(value.span(), "a wrong fix is a table with `name` and `set`");
        return None;
    };
    let mut fix = WrongFix { name: String::new(), set: Vec::new(), span: value.span() };
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("name", DeValue::String(name)) => fix.name = clean::one_line(name),
            ("set", DeValue::Table(set)) => fix.set = flattened(set),
            ("name" | "set", _) => body.wrong(value.span(), "`name` is a text, `set` a table"),
            (other, _) => body.add(Problem::unknown(key.span(), "key", &clean::one_line(other), ["name", "set"])),
        }
    }
    if fix.set.is_empty() {
        body.wrong(value.span(), "this wrong fix sets nothing");
    }
    Some(fix)
}

fn stars(body: &Body<'_>) -> Vec<(String, Goal)> {
    let Some(value) = body.get("stars") else { return Vec::new() };
    let DeValue::Table(table) = value.get_ref() else {
        body.wrong(value.span(), "`stars` must be a table, as in `[stars]`");
        return Vec::new();
    };
    let star = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let name = clean::one_line(key.get_ref());
        match value.get_ref() {
            DeValue::String(text) => goal(body, text, &body::inside(value)).map(|goal| (name, goal)),
            _ => {
                body.wrong(value.span(), "a star's goal is a text, as in `gold = \"cost_per_m <= 2.0\"`");
                None
            }
        }
    };
    table.iter().filter_map(star).collect()
}
