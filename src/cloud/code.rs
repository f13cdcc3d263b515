//! A function that is code.

use std::sync::Arc;

use crate::cloud::Model;
use crate::js::Package;

/// What runs in the environments of a function that is code.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The files, and which function in them is the handler.
    pub package: Package,
    /// The file that a learner edits: its path in the package.
    pub entry: String,
    /// Its environment variables.
    pub variables: Vec<(String, String)>,
    /// The event of a call that brings none of its own, as JSON.
    pub event: Arc<str>,
    /// What the code does not say itself: the memory that its runtime takes before it. Its times are zero.
    pub beside: Model,
}
