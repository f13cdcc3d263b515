//! What a click on a piece of the lesson means.

use crate::app::Key;
use crate::course::LinkTarget;

/// What a click on a piece of the lesson means.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Follow a link.
    Link(LinkTarget),
    /// Tick a task, by its id.
    Task(String),
    /// As if this key had been pressed.
    Key(Key),
}
