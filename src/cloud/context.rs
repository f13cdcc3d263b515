//! What a service may do while it is asked: know the time, be woken, answer, ask others, write things down.

use std::collections::VecDeque;

use crate::api::{Call, Caller, Envelope, Fault, Operation, Principal, Reply, Response, ServiceId};
use crate::cloud::PlatformFacts;
use crate::cloud::door::Door;
use crate::cloud::entry::What;
use crate::cloud::recorder::Recorder;
use crate::sim::bounds::OUTBOX_CALLS_MAX;
use crate::sim::{Agenda, Streams};
use crate::units::{InvocationId, Moment};

/// The part of a world that its services share.
#[derive(Clone)]
pub(crate) struct Core {
    pub(crate) now: Moment,
    /// Events worked through: arrivals, wakes, quiet changes.
    pub(crate) events: u64,
    pub(crate) agenda: Agenda<Wake>,
    pub(crate) door: Door,
    /// Present in full detail. Nothing it does can change what happens.
    pub(crate) recorder: Option<Recorder>,
    pub(crate) facts: PlatformFacts,
    pub(crate) streams: Streams,
    /// Calls and replies between services, delivered in order before time goes on.
    pub(crate) outbox: VecDeque<Post>,
    pub(crate) calls: u64,
    /// Why a client outside was turned away last.
    pub(crate) refusal: Option<Fault>,
}

/// Somebody wants to be woken: a service, and what it needs to remember.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wake {
    pub(crate) service: ServiceId,
    pub(crate) token: u32,
}

/// What waits for delivery.
#[derive(Clone)]
pub(crate) enum Post {
    Call(Call),
    Reply { service: ServiceId, token: u64, reply: Reply },
}

/// The powers of a service.
pub(crate) struct Context<'a> {
    pub(crate) core: &'a mut Core,
    pub(crate) service: ServiceId,
}

impl Context<'_> {
    /// The moment.
    pub(crate) const fn now(&self) -> Moment {
        self.core.now
    }

    /// What is known of the platform.
    pub(crate) const fn facts(&self) -> &PlatformFacts {
        &self.core.facts
    }

    /// Asks to be woken at `at`. The door lets nothing in when the agenda is nearly full, so there is room.
    #[inline(always)]
    pub(crate) fn wake_at(&mut self, at: Moment, token: u32) {
        let scheduled = self.core.agenda.schedule(at, Wake { service: self.service, token });
        debug_assert!(scheduled.is_ok(), "the door keeps room in the agenda");
    }

    /// Answers a call.
    pub(crate) fn reply(&mut self, reply: Reply) {
        self.core.answer(self.service, reply);
    }

    /// Answers a call that went as it should. A client outside is only counted; what it is told is not even made.
    #[inline(always)]
    pub(crate) fn respond(&mut self, to: InvocationId, caller: Caller, response: impl FnOnce() -> Response) {
        match caller {
            Caller::Outside => self.core.door.record_reply(self.service, false),
            Caller::Itself { .. } | Caller::Service { .. } => self.reply(Reply { to, caller, outcome: Ok(response()) }),
        }
    }

    /// Calls another service; the answer comes to [`Service::answered`](super::service::Service::answered).
    pub(crate) fn send(&mut self, principal: Principal, token: u64, operation: Operation) {
        let caller = Caller::Service { service: self.service, token };
        let id = self.core.next_call();
        self.core.post(Post::Call(Call { envelope: Envelope { id, caller, principal }, operation }));
    }

    /// Writes something down, in full detail; otherwise it is not even made.
    pub(crate) fn write(&mut self, what: impl FnOnce() -> What) {
        if let Some(recorder) = &mut self.core.recorder {
            recorder.write(self.core.now, what());
        }
    }
}

impl Core {
    pub(crate) fn next_call(&mut self) -> InvocationId {
        let id = InvocationId(self.calls);
        self.calls += 1;
        id
    }

    /// Sends a reply through the door to whoever asked.
    pub(crate) fn answer(&mut self, service: ServiceId, reply: Reply) {
        if let Caller::Itself { token } = reply.caller {
            return self.post(Post::Reply { service, token, reply });
        }
        self.door.record_reply(service, reply.outcome.is_err());
        if reply.caller == Caller::Outside {
            self.refusal = reply.outcome.as_ref().err().copied();
        }
        if let (Err(fault), Some(recorder)) = (&reply.outcome, &mut self.recorder) {
            recorder.write(self.now, What::Refused { id: reply.to, service, code: fault.code() });
        }
        if let Caller::Service { service, token } = reply.caller {
            self.post(Post::Reply { service, token, reply });
        }
    }

    fn post(&mut self, post: Post) {
        // Beyond the bound services call each other in a circle; cutting it is kinder than filling the memory.
        if self.outbox.len() < OUTBOX_CALLS_MAX {
            self.outbox.push_back(post);
        }
    }
}
