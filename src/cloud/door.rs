//! The door that every call passes: who is it, may it, is it too much; then it is delivered and counted.
//!
//! Today's permissions let the account do everything, and no caller has a rate of its own; the questions are asked all the
//! same, in this order, so that roles, policies and quotas change the answers and not the way.

use crate::api::{Fault, Principal, ServiceId, ThrottleReason};
use crate::sim::TokenBucket;
use crate::sim::bounds::AGENDA_EVENTS_MAX;
use crate::units::Moment;

/// Where calls come in and replies go out.
#[derive(Clone, Debug, Default)]
pub struct Door {
    permissions: Permissions,
    desks: [Desk; ServiceId::ALL.len()],
}

/// How often the door was used, by service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DoorCounts {
    /// Calls that came.
    pub calls: u64,
    /// Replies that went out.
    pub replies: u64,
    /// Of the replies: faults.
    pub faults: u64,
}

/// One service's side of the door.
#[derive(Clone, Debug, Default)]
struct Desk {
    /// How many calls a second it takes from one caller; any number when absent.
    rate: Option<TokenBucket>,
    counts: DoorCounts,
}

/// Who may do what.
#[derive(Clone, Copy, Debug, Default)]
enum Permissions {
    /// The account may do everything.
    #[default]
    Administrator,
}

/// Somebody the door knows.
#[derive(Clone, Copy, Debug)]
struct Identity;

/// Room kept in the agenda for what running requests still have to schedule.
const AGENDA_ROOM: usize = 1_024;

impl Door {
    /// Lets a call in, or says why not.
    #[inline(always)]
    pub(crate) fn admit(
        &mut self,
        principal: Principal,
        service: ServiceId,
        action: &'static str,
        now: Moment,
        waiting: usize,
    ) -> Result<(), Fault> {
        let desk = &mut self.desks[service as usize];
        desk.counts.calls += 1;
        let identity = authenticate(principal)?;
        authorise(self.permissions, identity, action)?;
        throttle(desk, now)?;
        if waiting + AGENDA_ROOM > AGENDA_EVENTS_MAX { Err(Fault::Service) } else { Ok(()) }
    }

    /// Counts a reply.
    pub(crate) const fn record_reply(&mut self, service: ServiceId, fault: bool) {
        let counts = &mut self.desks[service as usize].counts;
        counts.replies += 1;
        counts.faults += fault as u64;
    }

    /// How often a service was called, and answered.
    pub fn counts(&self, service: ServiceId) -> DoorCounts {
        self.desks[service as usize].counts
    }
}

impl Permissions {
    const fn allow(self, Identity: Identity, _action: &str) -> bool {
        match self {
            Self::Administrator => true,
        }
    }
}

fn authenticate(principal: Principal) -> Result<Identity, Fault> {
    match principal {
        Principal::Account => Ok(Identity),
        Principal::Anonymous => Err(Fault::MissingAuthenticationToken),
    }
}

fn authorise(permissions: Permissions, identity: Identity, action: &'static str) -> Result<(), Fault> {
    if permissions.allow(identity, action) { Ok(()) } else { Err(Fault::AccessDenied { action }) }
}

fn throttle(desk: &mut Desk, now: Moment) -> Result<(), Fault> {
    let allowed = desk.rate.as_mut().is_none_or(|rate| rate.take(now));
    if allowed { Ok(()) } else { Err(Fault::TooManyRequests(ThrottleReason::CallerRateLimitExceeded)) }
}
