//! `lab`: starts a simulation.

use super::{Desk, Directive, Kind};
use crate::course::fence::Fence;
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
    /// What it is called.
    pub title: String,
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
    let title = id.clone();
    Some(Directive::Lab(LabCard { id, title, text: fence.body.clone() }))
}
