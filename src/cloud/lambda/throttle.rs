//! Which requests are turned away, and why.

use super::Lambda;
use super::account::Account;
use super::function::Function;
use crate::api::ThrottleReason;
use crate::cloud::{ConfigError, PlatformFacts};
use crate::units::{FunctionId, Moment};

/// Whether the limits on requests a second hold: they do for everybody who waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rates {
    Held,
    Ignored,
}

impl Account {
    /// Whether the limits allow one more request of this function now.
    ///
    /// A function with reserved concurrency has its own pool and its own rate; all others share what is left. The account's rate holds
    /// for all of them together.
    #[inline(always)]
    pub(super) fn admit(&mut self, function: &mut Function, now: Moment, rates: Rates) -> Result<(), ThrottleReason> {
        self.admit_concurrency(function)?;
        self.admit_rate(function, now, rates)
    }

    /// Whether one more may run.
    #[inline(always)]
    pub(super) fn admit_concurrency(&self, function: &Function) -> Result<(), ThrottleReason> {
        match function.config.reserved_concurrency {
            Some(reserved) if function.running.now() >= reserved => {
                Err(ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded)
            }
            None if self.unreserved.now() >= self.unreserved_limit() => {
                Err(ThrottleReason::ConcurrentInvocationLimitExceeded)
            }
            _ => Ok(()),
        }
    }

    /// Whether one more may come now; it is taken from the rates.
    #[inline(always)]
    pub(super) fn admit_rate(
        &mut self,
        function: &mut Function,
        now: Moment,
        rates: Rates,
    ) -> Result<(), ThrottleReason> {
        if rates == Rates::Ignored {
            return Ok(());
        }
        // A request that one rate turns away takes nothing from the other.
        if function.rate.as_mut().is_some_and(|rate| rate.tokens(now) == 0) {
            return Err(ThrottleReason::ReservedFunctionInvocationRateLimitExceeded);
        }
        if !self.rate.take(now) {
            return Err(ThrottleReason::FunctionInvocationRateLimitExceeded);
        }
        if let Some(rate) = &mut function.rate {
            rate.take(now);
        }
        Ok(())
    }
}

impl Lambda {
    /// What all functions have reserved, one of them perhaps changed.
    pub(super) fn reserved_total(&self, changed: Option<(FunctionId, Option<u32>)>) -> u32 {
        let reserved = |(place, function): (usize, &Function)| match changed {
            Some((id, reserved)) if usize::from(id.0) == place => reserved.unwrap_or(0),
            _ => function.config.reserved_concurrency.unwrap_or(0),
        };
        self.functions.iter().enumerate().map(reserved).fold(0, u32::saturating_add)
    }

    pub(super) fn with_reserved_total(mut self) -> Self {
        self.account.reserved = self.reserved_total(None);
        self
    }
}

/// Some concurrency must stay for functions that reserve none. Reserving nothing is always possible.
pub(super) fn check_reserved(total: u32, concurrency: u32, facts: &PlatformFacts) -> Result<(), ConfigError> {
    let most = concurrency.saturating_sub(facts.unreserved_min);
    if total > most && total > 0 {
        return Err(ConfigError::ReservedConcurrency { most, unreserved_min: facts.unreserved_min });
    }
    Ok(())
}
