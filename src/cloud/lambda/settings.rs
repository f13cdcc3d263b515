//! Changes while the world runs.

use super::function::{Behaviour, Function};
use super::throttle::check_reserved;
use super::{Lambda, account};
use crate::cloud::context::Context;
use crate::cloud::entry::{ShutDownReason, What};
use crate::cloud::{ConfigError, Disturbance, FunctionConfig};
use crate::units::{FunctionId, Moment, Ratio};

impl Lambda {
    pub(crate) fn configure(
        &mut self,
        context: &mut Context<'_>,
        id: FunctionId,
        config: FunctionConfig,
    ) -> Result<(), ConfigError> {
        let now = context.now();
        config.check(context.facts())?;
        let reserved = self.reserved_total(Some((id, config.reserved_concurrency)));
        check_reserved(reserved, self.account.concurrency, context.facts())?;
        let function = &mut self.functions[usize::from(id.0)];
        if function.config == config {
            return Ok(());
        }
        let deployed = function.config.needs_new_environments(&config);
        self.account.reserved = reserved;
        move_between_pools(&mut self.account, function, config.reserved_concurrency, now);
        if function.config.reserved_concurrency != config.reserved_concurrency {
            function.rate = config.reserved_concurrency.map(|reserved| account::rate(reserved, context.facts()));
        }
        if function.config.routing != config.routing {
            function.pool.reroute(config.routing);
        }
        if function.config.runtime != config.runtime {
            function.runtimes.push(config.runtime.clone());
        }
        function.behaviour = Behaviour::new(&config, context.facts());
        function.config = config;
        context.write(|| What::Configured { function: id, deployed });
        if deployed {
            function.deploy();
            function.record.counters.deploys += 1;
            self.shut_down_idle(context, Some(id), ShutDownReason::Deploy);
        }
        Ok(())
    }

    pub(crate) fn configure_account(&mut self, context: &mut Context<'_>, concurrency: u32) -> Result<(), ConfigError> {
        check_reserved(self.account.reserved, concurrency, context.facts())?;
        if self.account.concurrency != concurrency {
            self.account.concurrency = concurrency;
            self.account.rate = account::rate(concurrency, context.facts());
            context.write(|| What::AccountConfigured { concurrency });
        }
        Ok(())
    }

    pub(crate) fn disturb(&mut self, context: &mut Context<'_>, disturbance: Disturbance) {
        context.write(|| What::Disturbed { disturbance });
        match disturbance {
            Disturbance::None => self.functions.iter_mut().for_each(mend),
            Disturbance::Recycle(function) => self.shut_down_idle(context, function, ShutDownReason::Recycled),
            Disturbance::Slow { function, factor } => self.functions[usize::from(function.0)].slow = factor,
            Disturbance::Errors { function, share } => {
                self.functions[usize::from(function.0)].error_override = Some(share);
            }
        }
    }
}

fn mend(function: &mut Function) {
    function.slow = Ratio::ONE;
    function.error_override = None;
}

/// Requests in progress count against the pool that the function belongs to now.
fn move_between_pools(account: &mut account::Account, function: &Function, reserved: Option<u32>, now: Moment) {
    match (function.config.reserved_concurrency, reserved) {
        (None, Some(_)) => (0..function.running.now()).for_each(|_| account.unreserved.down(now)),
        (Some(_), None) => (0..function.running.now()).for_each(|_| account.unreserved.up(now)),
        _ => {}
    }
}
