//! What can be seen of Lambda at one moment.

use super::Lambda;
use super::environment::{Environment, Kind, Papers, Phase};
use super::publications::Publications;
use crate::api::lambda::Qualifier;
use crate::cloud::{AccountStatus, EnvironmentState, EnvironmentStatus, FunctionStatus};
use crate::units::{EnvironmentId, FunctionId};

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
        let publications = self.publications(id);
        let in_preparation = publications.map_or(0, Publications::in_preparation);
        FunctionStatus {
            name: function.name.clone(),
            config: function.config.clone(),
            starting: function.starting + in_preparation,
            running: concurrency - function.starting,
            idle: environments - concurrency - in_preparation,
            concurrency,
            throttled_at: function.throttled_at,
            queued: self.queued(id),
            versions: publications.map_or_else(Vec::new, Publications::version_statuses),
            aliases: publications.map_or_else(Vec::new, Publications::alias_statuses),
        }
    }

    fn environment_status(&self, environment: &Environment, papers: &Papers) -> EnvironmentStatus {
        let function = &self.functions[usize::from(environment.function.0)];
        status(environment, papers, function.made(environment.version).number)
    }

    /// What a call means by the words after the colon: `live`, `3`, `$LATEST`.
    pub(crate) fn qualifier(&self, id: FunctionId, text: &str) -> Option<Qualifier> {
        let publications = self.publications(id);
        if text == "$LATEST" {
            return Some(Qualifier::Latest);
        }
        match text.parse::<u32>() {
            Ok(number) => {
                let version = publications?.version(number).filter(|version| !version.deleted)?;
                Some(Qualifier::Version(version.number))
            }
            Err(_) => publications?.alias(text).map(Qualifier::Alias),
        }
    }

    pub(crate) fn environment_statuses(&self, id: FunctionId, most: usize) -> (Vec<EnvironmentStatus>, u32) {
        if self.functions[usize::from(id.0)].environments.now() as usize > most {
            return self.youngest(id, CROWD.min(most));
        }
        let wanted = |environment: &Environment| environment.phase != Phase::Gone && environment.function == id;
        let live = self.environments.iter().zip(&self.papers).filter(|(environment, _)| wanted(environment));
        let mut statuses: Vec<EnvironmentStatus> =
            live.map(|(environment, papers)| self.environment_status(environment, papers)).collect();
        statuses.sort_unstable_by_key(|status| status.id);
        (statuses, 0)
    }

    /// The youngest `few` of a crowd, without putting the crowd in order: a screen asks for them at each frame.
    fn youngest(&self, id: FunctionId, few: usize) -> (Vec<EnvironmentStatus>, u32) {
        let wanted = |environment: &Environment| environment.phase != Phase::Gone && environment.function == id;
        let slots = (0..).zip(&self.environments).filter(|(_, environment)| wanted(environment));
        let mut places: Vec<(EnvironmentId, usize)> = slots.map(|(slot, environment)| (environment.id, slot)).collect();
        let hidden = places.len().saturating_sub(few);
        if hidden > 0 {
            places.select_nth_unstable(hidden - 1);
        }
        let mut youngest = places.split_off(hidden);
        youngest.sort_unstable();
        let statuses =
            youngest.into_iter().map(|(_, slot)| self.environment_status(&self.environments[slot], &self.papers[slot]));
        (statuses.collect(), hidden as u32)
    }
}

/// Of more environments than can be shown one by one, so many are described.
const CROWD: usize = 64;

fn status(environment: &Environment, papers: &Papers, version: u32) -> EnvironmentStatus {
    let work = &papers.work;
    let (state, since, until) = match environment.phase {
        Phase::Fetching | Phase::Init => (EnvironmentState::Starting, work.arrived, work.run_start),
        Phase::Invoking => (EnvironmentState::Running, environment.since, environment.until),
        Phase::Idle | Phase::Gone => (EnvironmentState::Idle, environment.since, environment.until),
    };
    let (id, created, invocations) = (environment.id, papers.created, u64::from(environment.invocations));
    EnvironmentStatus {
        id,
        state,
        since,
        until,
        created,
        invocations,
        process_invocations: invocations - u64::from(papers.before_reset),
        version,
        provisioned: environment.kind == Kind::Provisioned,
    }
}
