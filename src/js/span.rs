//! Subsegments: stretches of an invocation that the code names for X-Ray.

use crate::units::Moment;

/// A stretch with a name. It is told when it is closed; one that never is, is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subsegment {
    /// Counted from 1 in each process.
    pub id: u32,
    /// The one it is part of; none for those directly in the function's own segment.
    pub parent: Option<u32>,
    /// What the code calls it; a call through a captured client has the service's name.
    pub name: String,
    /// When it began.
    pub from: Moment,
    /// When it ended.
    pub to: Moment,
    /// What the code noted in it, as JSON: `annotations`, `metadata`, `error`, `fault`, and `aws` with the operation.
    pub notes: String,
}
