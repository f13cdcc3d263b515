//! Floor 4: labs: what to run, what arrives, what can be done, what is measured and what is to be reached.

pub mod command;
mod goal;
pub mod metrics;
pub mod quantity;
mod snapshot;
pub mod spec;
pub mod traffic;
mod window;

pub use command::{Command, Fault, Shape, TimedCommand, Verb};
pub use goal::{Goal, Judged, Op};
pub use metrics::Metrics;
pub use snapshot::*;
pub use spec::{Action, Control, LabFunction, LabSpec, Server};
pub use window::Window;
