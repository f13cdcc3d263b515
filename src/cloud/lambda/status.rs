//! What can be seen of Lambda at one moment.

use super::Lambda;
use super::environment::{Environment, Phase};
use crate::cloud::{AccountStatus, EnvironmentState, EnvironmentStatus, FunctionStatus};
use crate::units::{FunctionId, Moment};

impl Lambda {
    pub(crate) fn function_id(&self, name: &str) -> Option<FunctionId> {
        self.functions.iter().position(|function| function.name == name).map(|place| FunctionId(place as u16))
    }

    pub(crate) fn function_name(&self, id: FunctionId) -> &str {
        self.functions.get(usize::from(id.0)).map_or("", |function| &function.name)
    }

    pub(crate) fn function_count(&self) -> usize {
        self.functions.len()
    }

    pub(crate) fn account_status(&self) -> AccountStatus {
        AccountStatus {
            concurrency: self.account.running.now(),
            limit: self.account.concurrency,
            unreserved: self.account.unreserved.now(),
            unreserved_limit: self.account.unreserved_limit(),
        }
    }

    pub(crate) fn function_status(&self, id: FunctionId) -> FunctionStatus {
        let function = &self.functions[usize::from(id.0)];
        let (concurrency, environments) = (function.running.now(), function.environments.now());
        FunctionStatus {
            name: function.name.clone(),
            config: function.config.clone(),
            starting: function.starting,
            running: concurrency - function.starting,
            idle: environments - concurrency,
            concurrency,
            throttled_at: function.throttled_at,
        }
    }

    pub(crate) fn environment_statuses(
        &self,
        id: FunctionId,
        most: usize,
        now: Moment,
    ) -> (Vec<EnvironmentStatus>, u32) {
        let live = self.environments.iter().filter(|environment| environment.phase != Phase::Gone);
        let mut statuses: Vec<EnvironmentStatus> =
            live.filter(|environment| environment.function == id).map(|environment| status(environment, now)).collect();
        statuses.sort_unstable_by_key(|status| status.id);
        let hidden = statuses.len().saturating_sub(most);
        statuses.drain(..hidden);
        (statuses, hidden as u32)
    }
}

fn status(environment: &Environment, now: Moment) -> EnvironmentStatus {
    let work = &environment.work;
    let (state, since, until) = match environment.phase {
        Phase::Idle | Phase::Gone => (EnvironmentState::Idle, environment.idle_since, environment.idle_until),
        _ if now < work.run_start => (EnvironmentState::Starting, work.arrived, work.run_start),
        _ => (EnvironmentState::Running, work.run_start, work.ends),
    };
    let (id, created, invocations) = (environment.id, environment.created, environment.invocations);
    EnvironmentStatus { id, state, since, until, created, invocations }
}
