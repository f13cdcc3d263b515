//! Floor 4: labs: what to run, what arrives, what can be done, what is measured and what is to be reached.

mod assumed;
pub mod break_even;
mod calibrate;
pub mod calls;
pub mod command;
mod compare;
mod goal;
pub mod history;
pub mod import;
mod look;
mod measure;
pub mod metrics;
mod minutes;
pub mod month;
pub(crate) mod panes;
mod playback;
pub mod quantity;
mod recording;
mod report;
mod run;
mod slices;
mod snapshot;
pub mod spec;
pub mod sweep;
mod told;
pub mod traffic;
mod trial;
mod window;
mod work;

pub use assumed::ModelValue;
pub use break_even::BreakEven;
pub use calibrate::{Calibration, calibrate, to_json as calibrations_json};
pub use command::{Command, Fault, Shape, TimedCommand, Verb};
pub use compare::{Compared, Difference, differences, same_arrivals};
pub use goal::{Goal, Judged, Op};
pub use history::History;
pub use look::usage_so_far;
pub use metrics::Metrics;
pub use minutes::{CloudWatchView, MINUTE, Minute};
pub use playback::{Playback, Score};
pub use recording::Recording;
pub use report::Report;
pub use run::{Progress, Run};
pub use snapshot::*;
pub use spec::{Action, Control, LabFunction, LabSpec, Server};
pub use told::{grouped, pretty, shown};
pub use trial::{Played, Trial, trial};
pub use window::Window;
pub use work::{Work, do_all};

pub use crate::cloud::Detail;
pub use crate::sim::Budget;

#[cfg(test)]
mod run_tests;
