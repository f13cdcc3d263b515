//! Functions that are code: their environments hold a process each, which really runs.
//!
//! A model's invocation is settled when it is placed; a process's is found out step by step. Each step is a turn of the engine: it computes
//! for a while, prints and asks on the way, and then is done, or waits. [`process`] says what comes next, [`stages`] what INIT, handler and
//! their ends mean for the environment, [`asking`] how what it asks becomes a call through the door, [`setting`] what a process is told of
//! where it runs. [`script`] makes it possible to copy a world in the middle of all that.

mod asking;
mod ending;
mod process;
mod script;
mod setting;
mod stages;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::process::Process;
use super::Lambda;
use crate::api::Payload;
use crate::cloud::{Code, WorldSpec};
use crate::sim::Streams;

/// What Lambda keeps of functions that are code.
#[derive(Clone)]
pub(super) struct Coded {
    /// By the slot of their environment.
    processes: BTreeMap<u32, Process>,
    /// What a reset leaves in `/tmp`, by slot.
    left: BTreeMap<u32, crate::js::Tmp>,
    /// Calls of processes on their way, by number: whose they are.
    calls: BTreeMap<u64, Asker>,
    next_call: u64,
    births: u64,
    alarms: u64,
    /// The event of the request that is about to be placed.
    incoming: Incoming,
    /// Events that wait for an attempt, by their ticket.
    kept: BTreeMap<u32, Payload>,
    /// What the addresses outside begin with, by their number.
    endpoints: Vec<String>,
    streams: Streams,
    epoch_unix_s: u64,
    region: String,
}

/// Whose call it is.
#[derive(Clone, Copy, Debug)]
struct Asker {
    slot: u32,
    birth: u64,
    ticket: u32,
}

/// What a request brings.
#[derive(Clone, Debug, Default)]
pub(super) struct Incoming {
    pub(super) payload: Payload,
    /// How many functions ran before in its chain.
    pub(super) turn: u8,
}

impl Coded {
    pub(super) fn new(spec: &WorldSpec, streams: Streams) -> Self {
        Self {
            processes: BTreeMap::new(),
            left: BTreeMap::new(),
            calls: BTreeMap::new(),
            next_call: 0,
            births: 0,
            alarms: 0,
            incoming: Incoming::default(),
            kept: BTreeMap::new(),
            endpoints: spec.endpoints.iter().map(|endpoint| endpoint.url.clone()).collect(),
            streams,
            epoch_unix_s: spec.epoch_unix_s,
            region: spec.account.region.clone(),
        }
    }

    /// What the next request that is placed brings.
    pub(super) fn expect(&mut self, incoming: Incoming) {
        self.incoming = incoming;
    }

    /// Keeps what an event says, until it has ended.
    pub(super) fn keep(&mut self, ticket: u32, payload: &Payload) {
        if payload.is_text() {
            self.kept.insert(ticket, payload.clone());
        }
    }

    /// What an event says.
    pub(super) fn kept(&self, ticket: u32) -> Payload {
        self.kept.get(&ticket).cloned().unwrap_or_default()
    }

    /// An event has ended.
    pub(super) fn forget(&mut self, ticket: u32) {
        self.kept.remove(&ticket);
    }

    /// Whether the environment in this slot has a process.
    pub(super) fn has(&self, slot: u32) -> bool {
        self.processes.contains_key(&slot)
    }

    /// The environment in this slot is gone.
    pub(super) fn shut_down(&mut self, slot: u32) {
        self.left.remove(&slot);
        if let Some(process) = self.processes.remove(&slot) {
            process.let_go();
        }
    }

    /// About how many bytes all that takes.
    pub(super) fn weight(&self) -> usize {
        self.processes.values().map(Process::weight).sum()
    }
}

impl Lambda {
    /// The code that environments of a build run.
    fn code_of(&self, function: crate::units::FunctionId, build: u32) -> Option<&Arc<Code>> {
        self.functions[usize::from(function.0)].codes.get(build as usize)?.as_ref()
    }
}
