//! Floor 4: labs: what to run, what arrives, what can be done, what is measured and what is to be reached.

pub mod command;
mod goal;
mod look;
mod measure;
pub mod metrics;
pub(crate) mod panes;
pub mod quantity;
mod report;
mod run;
mod slices;
mod snapshot;
pub mod spec;
pub mod traffic;
mod trial;
mod window;

pub use command::{Command, Fault, Shape, TimedCommand, Verb};
pub use goal::{Goal, Judged, Op};
pub use look::usage_so_far;
pub use metrics::Metrics;
pub use report::{Report, shown};
pub use run::{Progress, Run};
pub use snapshot::*;
pub use spec::{Action, Control, LabFunction, LabSpec, Server};
pub use trial::{Played, Trial, trial};
pub use window::Window;

pub use crate::cloud::Detail;
pub use crate::sim::Budget;

#[cfg(test)]
mod run_tests;
