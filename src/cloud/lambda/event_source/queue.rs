//! The pollers of a queue.

use std::sync::Arc;

use super::{BatchResult, ask, tell, wake};
use crate::api::{Record, Records};
use crate::cloud::async_config::doubling;
use crate::cloud::context::Context;
use crate::cloud::lambda::Lambda;
use crate::cloud::lambda::token::Wake;
use crate::units::Span;

/// A queue holds a question for a record so long, as a long poll of 20 seconds does.
const LONG_POLL: Span = Span::from_secs(20);
/// A queue hands out so many records at once at most; a larger batch is gathered.
const RECEIVE_MAX: u32 = 10;

impl Lambda {
    pub(super) fn begin_queue(&mut self, context: &mut Context<'_>, number: u32) {
        let most = self.mappings.of(number).most;
        for _ in 0..context.facts().queues.pollers_start.min(most) {
            self.add_poller(context, number);
        }
    }

    fn add_poller(&mut self, context: &mut Context<'_>, number: u32) {
        let ticket = self.mappings.poller(number, 0, context.now());
        let mapping = self.mappings.of(number);
        mapping.pollers += 1;
        let (pollers, function) = (mapping.pollers, mapping.config.function);
        let record = &mut self.functions[usize::from(function.0)].record.mapping;
        record.pollers_peak = record.pollers_peak.max(pollers);
        self.poll(context, ticket);
    }

    /// Asks for the records of a new batch.
    fn poll(&mut self, context: &mut Context<'_>, ticket: u32) {
        let poller = &mut self.mappings.pollers[ticket as usize];
        let mapping = &mut self.mappings.all[poller.mapping as usize];
        poller.troubles = 0;
        poller.batch = Arc::new(Records { records: Vec::new(), reports_failures: mapping.config.reports_failures });
        mapping.idle += 1;
        ask(context, ticket, mapping.origin.receive(mapping.config.batch_size.min(RECEIVE_MAX), LONG_POLL));
    }

    /// Records came, or none.
    pub(super) fn received(&mut self, context: &mut Context<'_>, ticket: u32, records: Vec<Record>) {
        let now = context.now();
        let poller = &mut self.mappings.pollers[ticket as usize];
        let number = poller.mapping;
        let mapping = &mut self.mappings.all[number as usize];
        let gathered = Arc::make_mut(&mut poller.batch);
        if gathered.records.is_empty() {
            mapping.idle -= 1;
            if records.is_empty() {
                return self.go_or_poll(context, ticket);
            }
            poller.since = now;
        }
        gathered.records.extend(records);
        let (have, want) = (gathered.records.len() as u32, mapping.config.batch_size);
        let left = (poller.since + mapping.config.batch_window).since(now);
        if have < want && left > Span::ZERO {
            let more = mapping.origin.receive((want - have).min(RECEIVE_MAX), left.min(LONG_POLL));
            return ask(context, ticket, more);
        }
        self.keep_growing(context, number);
        self.invoke_batch(context, ticket);
    }

    /// Whoever is not needed goes; the others ask again.
    fn go_or_poll(&mut self, context: &mut Context<'_>, ticket: u32) {
        let start = context.facts().queues.pollers_start;
        let mapping = self.mappings.mapping_of(ticket);
        if mapping.pollers <= start {
            return self.poll(context, ticket);
        }
        mapping.pollers -= 1;
        self.mappings.free.push(ticket);
    }

    pub(super) fn queue_batch_done(&mut self, context: &mut Context<'_>, ticket: u32, result: BatchResult) {
        let poller = &mut self.mappings.pollers[ticket as usize];
        let mapping = &mut self.mappings.all[poller.mapping as usize];
        match result {
            BatchResult::Handled => {
                let done = poller.batch.records.iter().filter(|record| !record.poison).map(|record| record.id);
                let done: Vec<u64> = done.collect();
                if !done.is_empty() {
                    let function = &mut self.functions[usize::from(mapping.config.function.0)];
                    function.record.mapping.deleted += done.len() as u64;
                    tell(context, mapping.origin.delete(done));
                }
                self.poll(context, ticket);
            }
            // Nothing is deleted: the whole batch comes back after the queue's visibility timeout.
            BatchResult::Failed => self.go_or_poll(context, ticket),
            BatchResult::Throttled => {
                poller.troubles += 1;
                let pause = doubling(context.facts().queues.back_off, poller.troubles);
                mapping.backing_off += 1;
                wake(context, context.now() + pause, ticket);
            }
        }
    }

    /// A source that does not answer is asked again in a moment. A stream is, anyway.
    pub(super) fn ask_later(&mut self, context: &mut Context<'_>, ticket: u32) {
        let nothing = self.mappings.pollers[ticket as usize].batch.records.is_empty();
        let mapping = self.mappings.mapping_of(ticket);
        if mapping.reads_queue() {
            mapping.idle -= u32::from(nothing);
            mapping.backing_off += 1;
            wake(context, context.now() + context.facts().queues.back_off.0, ticket);
        }
    }

    /// A throttled batch is tried again as long as the queue hides it; after that others may have it.
    pub(super) fn try_batch_again(&mut self, context: &mut Context<'_>, ticket: u32) {
        let poller = &self.mappings.pollers[ticket as usize];
        let (since, nothing) = (poller.since, poller.batch.records.is_empty());
        let mapping = self.mappings.mapping_of(ticket);
        mapping.backing_off -= 1;
        if nothing {
            self.poll(context, ticket);
        } else if context.now().since(since) >= mapping.hidden_for {
            self.go_or_poll(context, ticket);
        } else {
            self.invoke_batch(context, ticket);
        }
    }

    /// While all pollers are busy there may soon be more.
    fn keep_growing(&mut self, context: &mut Context<'_>, number: u32) {
        let mapping = self.mappings.of(number);
        if !mapping.grows && mapping.idle == 0 && mapping.pollers < mapping.most {
            mapping.grows = true;
            look_later(context, number);
        }
    }

    /// The moment for one more poller, if all are busy.
    pub(super) fn grow_pollers(&mut self, context: &mut Context<'_>, number: u32) {
        let mapping = self.mappings.of(number);
        if mapping.idle > 0 || mapping.pollers >= mapping.most {
            mapping.grows = false;
            return;
        }
        // Where there is no room for those there are, more of them would not help.
        if mapping.backing_off == 0 {
            self.add_poller(context, number);
        }
        look_later(context, number);
    }
}

fn look_later(context: &mut Context<'_>, number: u32) {
    let each = Span(60_000_000 / u64::from(context.facts().queues.pollers_per_min.max(1)));
    let at = context.now() + each;
    context.wake_at(at, Wake::Mapping(number).token());
}
