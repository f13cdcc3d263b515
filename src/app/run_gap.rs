//! Until the lab's own `Run` is here: the same shape, standing still.
#![allow(missing_docs, clippy::unused_self, clippy::needless_pass_by_value)]

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::cloud::Detail;
use crate::lab::{Command, LabSpec, Metrics, Snapshot, TimedCommand, Window};
use crate::problem::Problem;
use crate::units::Moment;

pub struct Run;
pub struct Budget;
#[derive(PartialEq)]
pub enum Progress {
    Reached,
    OutOfBudget,
    Ended,
}

impl Budget {
    pub fn events(_: u64) -> Self {
        Self
    }
}

impl Run {
    pub fn new(_: Arc<LabSpec>, _: u64, _: Detail, _: Arc<Catalog>) -> Self {
        Self
    }
    pub fn now(&self) -> Moment {
        Moment::START
    }
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::default()
    }
    pub fn submit(&mut self, _: Command) -> Result<(), Problem> {
        Ok(())
    }
    pub fn mark(&mut self, _: &str) {}
    pub fn advance_to(&mut self, _: Moment, _: &mut Budget) -> Progress {
        Progress::Reached
    }
    pub fn next_event(&self) -> Option<Moment> {
        None
    }
    pub fn measure(&self, _: &Window) -> Metrics {
        Metrics::default()
    }
    pub fn commands(&self) -> &[TimedCommand] {
        &[]
    }
    pub fn journal_hash(&self) -> u64 {
        0
    }
}
