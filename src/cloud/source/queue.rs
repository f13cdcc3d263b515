//! A modelled standard queue: records wait, are handed out and hidden, and come back unless they are deleted.

use std::collections::{BTreeMap, VecDeque};

use super::reply;
use crate::api::source::Response;
use crate::api::{Envelope, Record};
use crate::cloud::SourceStatus;
use crate::cloud::context::Context;
use crate::sim::bounds::SOURCE_RECORDS_MAX;
use crate::units::{Moment, Span};

/// One queue.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    ready: VecDeque<Record>,
    /// Handed out, by number.
    hidden: BTreeMap<u64, Record>,
    /// When those handed out come back, in order. Those deleted since are passed over.
    returns: VecDeque<(Moment, u64, u32)>,
    /// Readers that wait for a record, longest first.
    waiting: VecDeque<Reader>,
    visibility_timeout: Span,
    max_receive_count: Option<u32>,
    arrived: u64,
    deleted: u64,
    set_aside: u64,
    refused: u64,
}

/// A reader that waits.
#[derive(Clone, Copy, Debug)]
struct Reader {
    envelope: Envelope,
    max: u32,
    until: Moment,
}

impl Queue {
    pub(super) const fn new(visibility_timeout: Span, max_receive_count: Option<u32>) -> Self {
        Self {
            ready: VecDeque::new(),
            hidden: BTreeMap::new(),
            returns: VecDeque::new(),
            waiting: VecDeque::new(),
            visibility_timeout,
            max_receive_count,
            arrived: 0,
            deleted: 0,
            set_aside: 0,
            refused: 0,
        }
    }

    /// A record comes.
    pub(super) fn put(&mut self, record: Record) {
        self.arrived += 1;
        if self.has_room() {
            self.ready.push_back(record);
        } else {
            self.refused += 1;
        }
    }

    /// Whether it can take one more.
    pub(super) fn has_room(&self) -> bool {
        self.ready.len() + self.hidden.len() < SOURCE_RECORDS_MAX
    }

    /// Hands out what is there; where there is nothing, the reader waits.
    pub(super) fn receive(
        &mut self,
        context: &mut Context<'_>,
        envelope: Envelope,
        (max, wait): (u32, Span),
        upkeep: u32,
    ) {
        if self.ready.is_empty() && wait > Span::ZERO {
            let until = context.now() + wait;
            self.waiting.push_back(Reader { envelope, max, until });
            return context.wake_at(until, upkeep);
        }
        self.hand_out(context, envelope, max, upkeep);
    }

    /// These are done.
    pub(super) fn delete(&mut self, ids: &[u64]) {
        for id in ids {
            self.deleted += u64::from(self.hidden.remove(id).is_some());
        }
    }

    /// What time brings: records come back, readers get what came, or give up.
    pub(super) fn keep_up(&mut self, context: &mut Context<'_>, upkeep: u32) {
        let now = context.now();
        while self.returns.front().is_some_and(|(at, ..)| *at <= now)
            && let Some((_, id, receives)) = self.returns.pop_front()
        {
            // It may have been deleted, or have come back and been handed out again.
            if self.hidden.get(&id).is_some_and(|record| record.receives == receives)
                && let Some(record) = self.hidden.remove(&id)
            {
                if self.max_receive_count.is_some_and(|most| record.receives >= most) {
                    self.set_aside += 1;
                } else {
                    self.ready.push_back(record);
                }
            }
        }
        while !self.ready.is_empty()
            && let Some(reader) = self.waiting.pop_front()
        {
            self.hand_out(context, reader.envelope, reader.max, upkeep);
        }
        let gave_up = |reader: &Reader| reader.until <= now;
        if self.waiting.iter().any(gave_up) {
            let (over, still) = self.waiting.drain(..).partition(gave_up);
            self.waiting = still;
            let over: VecDeque<Reader> = over;
            for reader in over {
                reply(context, reader.envelope, Ok(Response::Records(Vec::new())));
            }
        }
    }

    fn hand_out(&mut self, context: &mut Context<'_>, envelope: Envelope, max: u32, upkeep: u32) {
        let count = self.ready.len().min(max as usize);
        let back = context.now() + self.visibility_timeout;
        let mut records = Vec::with_capacity(count);
        for mut record in self.ready.drain(..count) {
            record.receives += 1;
            self.hidden.insert(record.id, record);
            self.returns.push_back((back, record.id, record.receives));
            records.push(record);
        }
        if count > 0 {
            context.wake_at(back, upkeep);
        }
        reply(context, envelope, Ok(Response::Records(records)));
    }

    pub(super) fn status(&self) -> SourceStatus {
        SourceStatus {
            name: String::new(),
            kind: "queue",
            arrived: self.arrived,
            waiting: self.ready.len() as u64,
            hidden: self.hidden.len() as u64,
            done: self.deleted,
            set_aside: self.set_aside,
            refused: self.refused,
        }
    }
}
