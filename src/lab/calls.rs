//! Calls made by hand, each followed to its answer: for whoever wants to see one function answer, not a crowd.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::command::Command;
use super::run::Run;
use crate::api::ServiceId;
use crate::cloud::{Entry, HttpResponse, InvocationSpan, What};
use crate::problem::Problem;
use crate::sim::Budget;
use crate::units::{InvocationId, Megabytes, Span};

/// Calls that can be followed at once: the timeline keeps so many.
pub const CALLS_MAX: u32 = 500;

/// A call and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Called {
    /// Its bar on the timeline; none when it was refused before it could be placed.
    pub span: Option<InvocationSpan>,
    /// What the caller got.
    pub response: HttpResponse,
    /// Its REPORT line's Duration; none when it never began.
    pub duration: Option<Span>,
    /// Init Duration, if it waited for INIT.
    pub init: Option<Span>,
    /// Max Memory Used.
    pub memory_used: Option<Megabytes>,
}

/// Calls of one moment, in the order in which they were made, and the function's log meanwhile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calls {
    /// The calls that were answered.
    pub called: Vec<Called>,
    /// The log's lines, as CloudWatch has them.
    pub log: Vec<String>,
}

impl Called {
    /// Whether the function failed, or never ran.
    pub fn failed(&self) -> bool {
        self.response.status != 200 || self.function_error().is_some()
    }

    /// `Unhandled`, as the header says it.
    pub fn function_error(&self) -> Option<&str> {
        self.header("X-Amz-Function-Error")
    }

    /// A header of the response.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.response.headers.iter().find(|(header, _)| *header == name).map(|(_, value)| value.as_str())
    }
}

/// Calls a function so often at this moment, and plays until every call is answered.
pub fn call(run: &mut Run, function: &str, count: u32, event: Option<Arc<str>>) -> Result<Calls, Problem> {
    let mut reading = Reading { seen: written(run), ..Reading::default() };
    let function = function.to_owned();
    let place = run.spec().functions.iter().position(|known| known.name == function);
    run.submit(Command::Invoke { function, count, asynchronous: false, event })?;
    reading.wanted = asked(run, reading.seen, place.unwrap_or_default(), count);
    reading.read(run);
    while reading.ended.len() < reading.wanted.len() {
        let Some(next) = run.next_event() else { break };
        run.advance_to(next, &mut Budget::unlimited());
        reading.read(run);
    }
    let called = reading.wanted.iter().filter_map(|id| reading.called(run, *id)).collect();
    Ok(Calls { called, log: reading.log })
}

fn written(run: &Run) -> u64 {
    run.journal().map_or(0, crate::sim::Journal::written)
}

/// The first `count` calls of a function that came to the door since.
fn asked(run: &Run, since: u64, place: usize, count: u32) -> Vec<InvocationId> {
    let entries = run.journal().into_iter().flat_map(|journal| journal.since(since));
    let calls = entries.filter_map(|entry| match entry.what {
        What::Called { id, service: ServiceId::Lambda, resource, .. } if usize::from(resource) == place => Some(id),
        _ => None,
    });
    calls.take(count as usize).collect()
}

/// The journal, read as it is written.
#[derive(Default)]
struct Reading {
    seen: u64,
    wanted: Vec<InvocationId>,
    ended: BTreeMap<InvocationId, Entry>,
    log: Vec<String>,
}

impl Reading {
    fn read(&mut self, run: &Run) {
        let Some(journal) = run.journal() else { return };
        for entry in journal.since(self.seen) {
            self.log.extend(run.entry_logs(entry).into_iter().map(|line| line.text));
            let (What::Ended { id, .. } | What::Throttled { id, .. } | What::Rejected { id, .. }) = entry.what else {
                continue;
            };
            if self.wanted.contains(&id) {
                self.ended.insert(id, *entry);
            }
        }
        self.seen = journal.written();
    }

    fn called(&self, run: &Run, id: InvocationId) -> Option<Called> {
        let entry = self.ended.get(&id)?;
        let span = run.snapshot().timeline.into_iter().map(|bar| bar.span).find(|span| span.id == id);
        let response = run.response(id)?;
        let (duration, init, memory_used) = match entry.what {
            What::Ended { duration, init, memory_used, .. } => (Some(duration), init, Some(memory_used)),
            _ => (None, None, None),
        };
        Some(Called { span, response, duration, init, memory_used })
    }
}
