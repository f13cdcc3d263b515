//! What the world assumes because no provider publishes it. Wherever such a value shows, it says so.

use super::function::max_age;
use super::{Lambda, account};
use crate::cloud::{ModelNote, PackageKind, PlatformFacts, Routing, Runtime};
use crate::js::Limits;
use crate::units::{FunctionId, Span};

impl Lambda {
    pub(crate) fn model_notes(&self, id: FunctionId, facts: &PlatformFacts) -> Vec<ModelNote> {
        let config = &self.functions[usize::from(id.0)].config;
        let mut notes = vec![
            ModelNote {
                what: "idle expiry",
                value: range(config.idle_expiry.unwrap_or(facts.idle_expiry)),
                why: "providers do not say how long they keep an idle environment; the default was measured from outside",
            },
            ModelNote {
                what: "reuse order",
                value: match config.routing {
                    Routing::Mru => "most recently used".to_owned(),
                    Routing::Newest => "most recently created".to_owned(),
                    Routing::Lru => "least recently used".to_owned(),
                    Routing::Random => "any of them".to_owned(),
                },
                why: "providers do not say which idle environment takes the next request",
            },
        ];
        if let Some(ages) = max_age(config, facts) {
            notes.push(ModelNote {
                what: "maximum age",
                value: range(ages),
                why: "AWS says that environments end every few hours, even in continuous use",
            });
        }
        notes.push(ModelNote {
            what: "request burst",
            value: format!("{} at once", account::burst(self.account.concurrency, facts)),
            why: "AWS gives ten requests a second for each unit of concurrency, and does not say how they may bunch",
        });
        if let Some(code) = config.handler.code() {
            let tick = Limits::tick_at(config.memory.0, facts.mb_per_vcpu);
            notes.push(ModelNote {
                what: "speed of code",
                value: format!("{tick} for 10,000 steps of the engine with this memory"),
                why: "code is counted, not timed, so that every run takes the same; how fast Node.js runs it depends on what its compiler makes of it",
            });
            notes.push(ModelNote {
                what: "memory of the runtime",
                value: format!("{}, and what the code itself holds", code.beside.memory_used),
                why: "Max Memory Used is what a function of a few lines was measured to use, and the heap of the code on top",
            });
        }
        if self.mappings.read_for(id) {
            let (first, longest) = facts.queues.back_off;
            notes.push(ModelNote {
                what: "event source mappings",
                value: format!(
                    "{} pollers more a minute, smoothly; a failed batch takes one away; pauses double from {first} to {longest}",
                    facts.queues.pollers_per_min
                ),
                why: "AWS says how many pollers a minute may add and that they back off, and not in which steps",
            });
        }
        if self.queue.knows(id) {
            let (first, longest) = facts.asynchronous.back_off;
            notes.push(ModelNote {
                what: "back-off of throttled events",
                value: format!("doubles from {first} to {longest}"),
                why: "AWS says that it grows exponentially from one to the other, and not by which factor",
            });
        }
        let restore = match &config.runtime {
            Runtime::Named(name) => facts.restore.get(name).filter(|restore| restore.is_model),
            Runtime::Modelled => None,
        };
        if let Some(restore) = restore.filter(|_| config.versions.snap_start) {
            notes.push(ModelNote {
                what: "restore time",
                value: format!("median {}", restore.p50[0]),
                why: "nobody has published series of restores for this runtime: the middle of what larger applications took on others",
            });
        }
        if config.runtime != Runtime::Modelled && config.versions.snap_start {
            notes.push(ModelNote {
                what: "billed restore",
                value: format!("{} % of Restore Duration", facts.versions.restore_billed),
                why: "AWS bills what the runtime and the function's own hooks do in a restore, and says only in each REPORT line how much that was",
            });
        } else if config.runtime != Runtime::Modelled {
            notes.push(ModelNote {
                what: "time before INIT",
                value: facts.platform_time.of(config.package, config.package_size).to_string(),
                why: "a straight line fitted to measurements from outside; it is in no log line",
            });
        }
        if config.package == PackageKind::Image {
            notes.push(ModelNote {
                what: "first start of an image",
                value: format!("{} for each MB", facts.versions.fresh_image_per_mb),
                why: "after a deployment no cache holds any of the image; a straight line through four measurements from outside",
            });
        }
        if config.versions.provisioned_most() > 0 {
            let (shortest, longest) = facts.versions.provisioned_delay;
            notes.push(ModelNote {
                what: "allocation delay",
                value: range((shortest, longest)),
                why: "AWS says that provisioned concurrency begins after a minute or two",
            });
        }
        notes
    }
}

fn range((shortest, longest): (Span, Span)) -> String {
    if shortest == longest { shortest.to_string() } else { format!("{shortest} to {longest}") }
}
