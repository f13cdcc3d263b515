//! `lab`: starts a simulation.

use std::sync::Arc;

use super::{Desk, Directive, Kind};
use crate::course::clean;
use crate::course::fence::Fence;
use crate::lab::LabSpec;
use crate::problem::Problem;

/// The kind.
pub const KIND: Kind = Kind {
    name: "lab",
    meaning: "starts a simulation",
    keys: &["id"],
    words: false,
    sample: "```lab id=first\ntitle = \"One call\"\n\n[functions.hello]\nmemory_mb = 128\n\n[[actions]]\nkey = \"i\"\nlabel = \"Invoke\"\nrun = \"invoke hello\"\n```\n",
    read,
};

/// A simulation that belongs to a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct LabCard {
    /// Unique in the lesson.
    pub id: String,
    /// What it is called; its id when the lab has no title.
    pub title: String,
    /// What runs, what arrives, what can be done.
    pub spec: Arc<LabSpec>,
    /// The lab as written.
    pub text: String,
}

fn read(fence: &Fence, desk: &mut Desk<'_>) -> Option<Directive> {
    let id = match fence.info.get("id") {
        Some(id) => id.to_owned(),
        None => {
            let problem = Problem::error(fence.head(), "this lab has no id");
            desk.problems
                .push(problem.with_help("write `lab id=NAME`; predictions, challenges and the command line name it"));
            desk.unnamed("lab")
        }
    };
    desk.claim("lab", &id, fence.key_place("id"));
    let (spec, problems) = LabSpec::parse_beside(&fence.body, &|path| desk.around.course.files.text(path));
    desk.problems.extend(problems.into_iter().map(|problem| fence.placed(problem)));
    let spec = Arc::new(seeded(spec?, fence, desk));
    desk.open_lab(&id, &spec);
    let title = if spec.title.is_empty() { id.clone() } else { clean::one_line(&spec.title) };
    Some(Directive::Lab(LabCard { id, title, spec, text: fence.body.clone() }))
}

/// The lesson's own seed holds for its labs, unless they say otherwise.
fn seeded(spec: LabSpec, fence: &Fence, desk: &Desk<'_>) -> LabSpec {
    let says_seed = fence
        .body
        .lines()
        .any(|line| line.trim_start().strip_prefix("seed").is_some_and(|rest| rest.trim_start().starts_with('=')));
    let seed = desk.around.head.seed.filter(|_| !says_seed);
    let seeded = seed.and_then(|seed| spec.with([("seed", seed.to_string().as_str())]).ok());
    seeded.unwrap_or(spec)
}
