//! Addresses outside the cloud that functions speak to: each answers after a while, sometimes with an error.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::api::{Caller, Envelope, Reply, Response, endpoint};
use crate::cloud::context::Context;
use crate::cloud::dist::Sampler;
use crate::cloud::service::Service;
use crate::cloud::{ConfigError, Dist, PlatformFacts, WorldSpec};
use crate::sim::{Stream, Streams};
use crate::units::{Ratio, Span};

/// An address outside the cloud, as a lab declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointSpec {
    /// Its name in the lab.
    pub name: String,
    /// What its addresses begin with, as in `https://api.partner.example`.
    pub url: String,
    /// How long an answer takes.
    pub latency: Dist,
    /// The HTTP status of an answer.
    pub status: u16,
    /// What it says.
    pub body: Arc<str>,
    /// The share of requests that are answered with an error.
    pub error_rate: Ratio,
    /// The HTTP status of an error.
    pub error_status: u16,
}

/// All of them.
#[derive(Clone)]
pub(crate) struct Endpoint {
    all: Vec<Partner>,
    /// Who waits for which answer.
    waiting: BTreeMap<u32, (Envelope, endpoint::Response)>,
    next: u32,
}

/// One of them, ready to answer.
#[derive(Clone)]
struct Partner {
    spec: EndpointSpec,
    latency: Sampler,
    chance: Stream,
    slow: Ratio,
    errors: Option<Ratio>,
}

impl Endpoint {
    /// Answers take this many times as long from now on.
    pub(crate) fn slow_down(&mut self, number: u16, factor: Ratio) {
        if let Some(partner) = self.all.get_mut(usize::from(number)) {
            partner.slow = factor;
        }
    }

    /// This share of requests is answered with an error from now on.
    pub(crate) fn break_down(&mut self, number: u16, share: Ratio) {
        if let Some(partner) = self.all.get_mut(usize::from(number)) {
            partner.errors = Some(share);
        }
    }

    /// Everything works again.
    pub(crate) fn mend(&mut self) {
        for partner in &mut self.all {
            (partner.slow, partner.errors) = (Ratio::ONE, None);
        }
    }
}

impl Partner {
    fn answer(&mut self) -> (Span, endpoint::Response) {
        let took = self.latency.draw(&mut self.chance);
        let took = Span((u128::from(took.0) * u128::from(self.slow.0) / u128::from(Ratio::ONE.0)) as u64);
        let rate = self.errors.unwrap_or(self.spec.error_rate);
        let fails = rate > Ratio::ZERO && self.chance.chance(rate);
        let (status, body) = if fails {
            let body = format!(r#"{{"error":"{} does not feel well"}}"#, self.spec.name);
            (self.spec.error_status, body.into())
        } else {
            (self.spec.status, Arc::clone(&self.spec.body))
        };
        (took, endpoint::Response::Answered { status, body })
    }
}

impl Service for Endpoint {
    type Operation = endpoint::Operation;
    const RESOURCE: &'static str = "endpoint";

    fn new(spec: &WorldSpec, streams: Streams, _: &PlatformFacts) -> Result<Self, ConfigError> {
        let partner = |spec: &EndpointSpec| Partner {
            latency: Sampler::new(spec.latency),
            chance: streams.stream(&format!("endpoint/{}", spec.name)),
            spec: spec.clone(),
            slow: Ratio::ONE,
            errors: None,
        };
        Ok(Self { all: spec.endpoints.iter().map(partner).collect(), waiting: BTreeMap::new(), next: 0 })
    }

    fn resource_name(&self, resource: u16) -> &str {
        self.all.get(usize::from(resource)).map_or("", |partner| &partner.spec.name)
    }

    fn call(&mut self, context: &mut Context<'_>, envelope: Envelope, operation: endpoint::Operation) {
        let endpoint::Operation::Request { endpoint, .. } = operation;
        let Some(partner) = self.all.get_mut(usize::from(endpoint)) else { return };
        let (took, response) = partner.answer();
        let token = self.next;
        self.next = self.next.wrapping_add(1);
        self.waiting.insert(token, (envelope, response));
        context.wake_at(context.now() + took, token);
    }

    fn wake(&mut self, context: &mut Context<'_>, token: u32) {
        let Some((envelope, response)) = self.waiting.remove(&token) else { return };
        if envelope.caller != Caller::Outside {
            let outcome = Ok(Response::Endpoint(response));
            context.reply(Reply { to: envelope.id, caller: envelope.caller, outcome });
        }
    }
}
