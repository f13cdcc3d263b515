//! One function: its configuration, made ready for hundreds of millions of invocations, and what was counted for it.

use std::sync::Arc;

use super::account;
use super::environment::Made;
use super::memory::{self, MemoryNeed};
use super::pool::Pool;
use super::sampling::Sampling;
use crate::cloud::dist::Sampler;
use crate::cloud::entry::Ending;
use crate::cloud::measured::Measured;
use crate::cloud::record::Level;
use crate::cloud::{
    Code, ConfigError, Failure, FunctionConfig, FunctionRecord, FunctionSpec, InitTime, Model, PackageKind,
    PlatformFacts, Runtime,
};
use crate::sim::{Gauge, Stream, Streams, TokenBucket};
use crate::units::{Megabytes, Moment, Ratio, Span};

/// A function of the world.
#[derive(Clone)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) config: FunctionConfig,
    /// Counted up by every deployment.
    pub(super) version: u32,
    /// What the environments of each version are made of: some 40 bytes for each deployment, which are commands, and bounded as those are.
    pub(super) versions: Vec<Made>,
    /// What they run, where that is code.
    pub(super) codes: Vec<Option<Arc<Code>>>,
    /// The runtimes it has had, as `INIT_START` lines name them; the last one is current.
    pub(super) runtimes: Vec<Runtime>,
    pub(super) behaviour: Behaviour,
    pub(super) chance: Chance,
    pub(super) pool: Pool,
    /// New environments, at first so many at once and then so many a second.
    pub(super) scaling: TokenBucket,
    /// Requests a second that come with its reserved concurrency.
    pub(super) rate: Option<TokenBucket>,
    pub(super) sampling: Sampling,
    pub(super) running: Gauge,
    pub(super) environments: Gauge,
    pub(super) starting: u32,
    pub(super) throttled_at: Option<Moment>,
    /// Counters, histograms and usage since the last cut; its levels are the gauges.
    pub(super) record: FunctionRecord,
    pub(super) slow: Ratio,
    pub(super) error_override: Option<Ratio>,
    /// Whether it has versions, which lie apart.
    pub(super) published: bool,
    /// Whether its requests draw on the concurrency that nobody has set aside.
    pub(super) shares_pool: bool,
    pub(super) image_cache: ImageCache,
    /// What the memory of its invocations is drawn from, with their ids.
    pub(super) memory_salt: u64,
}

/// A configuration, worked out.
#[derive(Clone, Debug)]
pub(super) struct Behaviour {
    /// Time before INIT.
    pub(super) platform: Span,
    /// The runtime's share of INIT.
    runtime_init: Option<Measured>,
    /// The runtime's share of an environment's first invocation, with this function's share of a processor.
    pub(super) runtime_first_invoke: Span,
    /// The function's own share.
    own_init: Sampler,
    pub(super) cpu: Sampler,
    pub(super) wait: Sampler,
    pub(super) first_call: Sampler,
    /// How many times longer computing takes than at one vCPU, in 1/2^32.
    slowness: u64,
    pub(super) error_rate: Ratio,
    pub(super) failure: Failure,
    pub(super) memory_need: MemoryNeed,
    /// How an invocation ends in which nothing goes wrong.
    pub(super) answers: Ending,
    /// The part of `/tmp` that costs.
    pub(super) ephemeral_charged: Megabytes,
    /// How much of the runtime's share is billed, in percent, where that is a restore from a snapshot.
    restore_billed: Option<u32>,
    /// What the first start after a deployment of an image takes longer.
    fresh_image: Span,
    pub(super) idle_expiry: (Span, Span),
    /// A modelled runtime grows old only where the lab says so: then everything is what the model says.
    pub(super) max_age: Option<(Span, Span)>,
}

/// What the provider has at hand of a container image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ImageCache {
    /// What it needs: it has started before.
    #[default]
    Full,
    /// Nothing: it was just deployed.
    Empty,
    /// What it needs, from that moment on.
    FullAt(Moment),
}

/// Where a function's random numbers come from: a stream for each question.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    pub(super) init: Stream,
    pub(super) cpu: Stream,
    pub(super) wait: Stream,
    pub(super) error: Stream,
    pub(super) idle: Stream,
    pub(super) age: Stream,
    pub(super) routing: Stream,
}

impl Function {
    pub(super) fn new(spec: &FunctionSpec, streams: Streams, facts: &PlatformFacts) -> Result<Self, ConfigError> {
        let config = spec.config.clone();
        config.check(facts)?;
        let behaviour = Behaviour::new(&config, facts);
        Ok(Self {
            name: spec.name.clone(),
            version: 0,
            versions: vec![made(&config, &behaviour, 0)],
            codes: vec![config.handler.code().cloned()],
            runtimes: vec![config.runtime.clone()],
            behaviour,
            chance: Chance::new(&spec.name, streams),
            sampling: Sampling::new(streams.stream(&format!("lambda/{}/trace", spec.name))),
            pool: Pool::new(config.routing),
            scaling: TokenBucket::new(u64::from(facts.scaling_burst), u64::from(facts.scaling_per_s)),
            rate: config.reserved_concurrency.map(|reserved| account::rate(reserved, facts)),
            running: Gauge::default(),
            environments: Gauge::default(),
            starting: 0,
            throttled_at: None,
            record: FunctionRecord::default(),
            slow: Ratio::ONE,
            error_override: None,
            published: false,
            shares_pool: config.reserved_concurrency.is_none(),
            image_cache: ImageCache::default(),
            memory_salt: memory::salt(&spec.name, streams),
            config,
        })
    }

    /// What was counted since the last cut; counting starts anew.
    pub(super) fn take_record(&mut self, at: Moment) -> FunctionRecord {
        let mut record = std::mem::take(&mut self.record);
        record.running = Level::take(&mut self.running, at);
        record.environments = Level::take(&mut self.environments, at);
        record
    }

    /// What was counted since the last cut, left in place.
    pub(super) fn read_record(&self, at: Moment) -> FunctionRecord {
        let mut record = self.record.clone();
        record.running = Level::read(&self.running, at);
        record.environments = Level::read(&self.environments, at);
        record
    }

    /// From now on, environments are made of what the configuration says now.
    pub(super) fn deploy(&mut self) {
        let made = made(&self.config, &self.behaviour, self.runtimes.len() as u32 - 1);
        self.version = self.keep_version(made, self.config.handler.code().cloned());
    }

    /// Remembers what environments of another version are made of, and says under which number.
    pub(super) fn keep_version(&mut self, made: Made, code: Option<Arc<Code>>) -> u32 {
        self.versions.push(made);
        self.codes.push(code);
        self.versions.len() as u32 - 1
    }

    /// What an environment of some version is made of.
    pub(super) fn made(&self, version: u32) -> &Made {
        &self.versions[version as usize]
    }

    /// How long the runtime's share of INIT takes, and how long the function's own.
    pub(super) fn draw_init(&mut self) -> (Span, Span) {
        let runtime = self.behaviour.runtime_init.map(|init| init.draw(&mut self.chance.init));
        (runtime.unwrap_or_default(), self.behaviour.own_init.draw(&mut self.chance.init))
    }

    /// What INIT takes longer because the image of the function was just deployed.
    pub(super) fn load_fresh_image(&mut self, now: Moment) -> Span {
        match self.image_cache {
            ImageCache::Full => Span::ZERO,
            ImageCache::Empty => {
                let loading = self.behaviour.fresh_image;
                self.image_cache = ImageCache::FullAt(now + self.behaviour.platform + loading);
                loading
            }
            ImageCache::FullAt(at) => {
                let left = at.since(now + self.behaviour.platform);
                if left == Span::ZERO {
                    self.image_cache = ImageCache::Full;
                }
                left
            }
        }
    }

    /// Whether this invocation's handler throws.
    #[inline(always)]
    pub(super) fn draw_error(&mut self) -> bool {
        let rate = self.error_override.unwrap_or(self.behaviour.error_rate);
        rate > Ratio::ZERO && self.chance.error.chance(rate)
    }

    /// How long an environment that becomes idle now is kept.
    #[inline(always)]
    pub(super) fn draw_idle_expiry(&mut self) -> Span {
        draw_between(self.behaviour.idle_expiry, &mut self.chance.idle)
    }

    /// When an environment that is created at `now` is too old to take another request.
    pub(super) fn draw_retirement(&mut self, now: Moment) -> Moment {
        match self.behaviour.max_age {
            Some(range) => now + draw_between(range, &mut self.chance.age),
            None => Moment::NEVER,
        }
    }
}

impl Behaviour {
    pub(super) fn new(config: &FunctionConfig, facts: &PlatformFacts) -> Self {
        let model = config.handler.model();
        let measured = measured(config, facts);
        Self {
            platform: measured.map_or(Span::ZERO, |_| facts.platform_time.of(config.package, config.package_size)),
            runtime_init: measured.map(|runtime| Measured::new(runtime.init)),
            runtime_first_invoke: measured.map_or(Span::ZERO, |runtime| runtime.first_invoke_at(config.memory)),
            own_init: Sampler::new(model.init),
            cpu: Sampler::new(model.cpu),
            wait: Sampler::new(model.wait),
            first_call: Sampler::new(model.first_call),
            slowness: slowness(config.memory.0, facts.mb_per_vcpu),
            error_rate: model.error_rate,
            failure: model.failure,
            memory_need: MemoryNeed::of(model, config),
            answers: answers(model, facts),
            restore_billed: None,
            fresh_image: fresh_image(config, facts),
            ephemeral_charged: Megabytes(config.ephemeral_storage.0.saturating_sub(facts.ephemeral_storage.0.0)),
            idle_expiry: config.idle_expiry.unwrap_or(facts.idle_expiry),
            max_age: max_age(config, facts),
        }
    }

    /// What a version does whose environments come back from a snapshot: the restore stands where INIT was, and nothing is fetched.
    pub(super) fn restored(config: &FunctionConfig, facts: &PlatformFacts) -> Self {
        let model = config.handler.model();
        let restore = match &config.runtime {
            Runtime::Named(name) => facts.restore_at(name, config.memory),
            Runtime::Modelled => None,
        };
        Self {
            platform: Span::ZERO,
            runtime_init: restore.map(Measured::new),
            own_init: Sampler::new(model.restore),
            restore_billed: Some(facts.versions.restore_billed),
            ..Self::new(config, facts)
        }
    }

    /// What is billed of a restore, in whole milliseconds: the function's own hooks, and what the runtime does inside.
    pub(super) fn restore_billed(&self, runtime: Span, own: Span) -> Option<Span> {
        let percent = self.restore_billed?;
        let billed = Span(runtime.0 * u64::from(percent) / 100) + own;
        Some(Span::from_millis(billed.millis_ceil()))
    }

    /// How long environments stay is a matter of the function, not of a version.
    pub(super) fn live_as(&mut self, config: &FunctionConfig, facts: &PlatformFacts) {
        self.idle_expiry = config.idle_expiry.unwrap_or(facts.idle_expiry);
        self.max_age = max_age(config, facts);
    }

    /// How long computing takes with this function's share of a processor.
    pub(super) fn computing(&self, at_one_vcpu: Span) -> Span {
        Span(((u128::from(at_one_vcpu.0) * u128::from(self.slowness) + (1 << 31)) >> 32) as u64)
    }
}

impl Chance {
    fn new(function: &str, streams: Streams) -> Self {
        let stream = |question: &str| streams.stream(&format!("lambda/{function}/{question}"));
        Self {
            init: stream("init"),
            cpu: stream("cpu"),
            wait: stream("wait"),
            error: stream("error"),
            idle: stream("idle"),
            age: stream("age"),
            routing: stream("routing"),
        }
    }
}

pub(super) fn made(config: &FunctionConfig, behaviour: &Behaviour, runtime: u32) -> Made {
    let model = config.handler.model();
    Made {
        number: 0,
        runtime,
        snap_start: config.versions.snap_start,
        logging: config.logging,
        architecture: config.architecture,
        memory: config.memory,
        memory_used: model.memory_used.min(config.memory),
        memory_spread: model.memory_spread,
        ephemeral_charged: behaviour.ephemeral_charged,
        timeout: config.timeout,
        response: model.response,
    }
}

/// The first start of an image that no cache holds any of: it is read piece by piece, during INIT.
fn fresh_image(config: &FunctionConfig, facts: &PlatformFacts) -> Span {
    let cold = Span(facts.versions.fresh_image_per_mb.0 * u64::from(config.package_size.0));
    match config.package {
        PackageKind::Zip => Span::ZERO,
        PackageKind::Image => cold - facts.platform_time.of(config.package, config.package_size),
    }
}

/// One thread cannot use more than one vCPU, so a large memory setting makes nothing faster than that.
fn slowness(memory_mb: u32, mb_per_vcpu: u32) -> u64 {
    let (memory, vcpu) = (u64::from(memory_mb.max(1)), u64::from(mb_per_vcpu));
    (1u64 << 32).max((vcpu << 32) / memory)
}

/// What was measured of the function's runtime; nothing of a modelled one.
fn measured<'f>(config: &FunctionConfig, facts: &'f PlatformFacts) -> Option<&'f InitTime> {
    let Runtime::Named(name) = &config.runtime else { return None };
    facts.init.get(&(name.clone(), config.package, config.architecture))
}

fn answers(model: &Model, facts: &PlatformFacts) -> Ending {
    if u64::from(model.response) > facts.sync_payload_max { Ending::ResponseTooLarge } else { Ending::Completed }
}

/// How old environments of a function become; as old as they like where nobody says.
pub(super) fn max_age(config: &FunctionConfig, facts: &PlatformFacts) -> Option<(Span, Span)> {
    config.max_age.or_else(|| (config.runtime != Runtime::Modelled).then_some(facts.max_age))
}

#[inline(always)]
fn draw_between((shortest, longest): (Span, Span), stream: &mut Stream) -> Span {
    if shortest == longest { shortest } else { stream.between(shortest, longest) }
}
