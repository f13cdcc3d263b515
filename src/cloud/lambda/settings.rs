//! Changes while the world runs.

use super::function::{Behaviour, Function, ImageCache};
use super::provisioned::check_provisioned;
use super::throttle::check_reserved;
use super::{Lambda, account};
use crate::cloud::context::Context;
use crate::cloud::entry::{ShutDownReason, What};
use crate::cloud::{ConfigError, Disturbance, FunctionConfig, PackageKind};
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
        let most = if config.reserved_concurrency.is_none() { config.versions.provisioned_most() } else { 0 };
        let provisioned = self.provisioned_total(Some((id, config.reserved_concurrency, most)));
        check_provisioned(provisioned, most, reserved, self.account.concurrency, context.facts())?;
        let function = &mut self.functions[usize::from(id.0)];
        if function.config == config {
            return Ok(());
        }
        let deployed = function.config.needs_new_environments(&config);
        let new_image = function.config.needs_new_image(&config);
        let versions_changed = function.config.versions != config.versions;
        self.account.reserved = reserved;
        move_between_pools(&mut self.account, function, config.reserved_concurrency, now);
        function.shares_pool = config.reserved_concurrency.is_none();
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
            if new_image {
                function.image_cache = ImageCache::Empty;
            }
            self.shut_down_idle(context, Some(id), ShutDownReason::Deploy);
        }
        self.settle_versions(id, context.facts());
        self.follow_deployment(context, id, false);
        if versions_changed {
            self.provision(context, id);
        }
        self.account.provisioned = self.provisioned_total(None);
        Ok(())
    }

    /// New code, whatever it says: nothing that ran the old one takes another request.
    pub(crate) fn deploy(&mut self, context: &mut Context<'_>, id: FunctionId) {
        let function = &mut self.functions[usize::from(id.0)];
        function.deploy();
        function.record.counters.deploys += 1;
        if function.config.package == PackageKind::Image {
            function.image_cache = ImageCache::Empty;
        }
        context.write(|| What::Configured { function: id, deployed: true });
        self.shut_down_idle(context, Some(id), ShutDownReason::Deploy);
        self.follow_deployment(context, id, false);
    }

    pub(crate) fn configure_account(&mut self, context: &mut Context<'_>, concurrency: u32) -> Result<(), ConfigError> {
        check_reserved(self.account.reserved, concurrency, context.facts())?;
        let provisioned = self.provisioned_total(None);
        check_provisioned(provisioned, provisioned, self.account.reserved, concurrency, context.facts())?;
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
            // Not Lambda's.
            Disturbance::SlowEndpoint { .. } | Disturbance::EndpointErrors { .. } => {}
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
