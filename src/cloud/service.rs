//! What the world expects of a service, and all of them together.

use crate::api::{Envelope, Reply};
use crate::cloud::context::Context;
use crate::cloud::{ConfigError, PlatformFacts, WorldSpec};
use crate::sim::Streams;
use crate::units::Moment;

/// Something in the cloud that answers calls.
///
/// A service has no clock, no agenda and no other service; it has a [`Context`] for as long as it is asked.
pub(crate) trait Service: Sized {
    /// What can be asked of it.
    type Operation;
    /// What it has several of: `function`, `table`, `queue`.
    const RESOURCE: &'static str;

    /// It at a world's first moment.
    fn new(spec: &WorldSpec, streams: Streams, facts: &PlatformFacts) -> Result<Self, ConfigError>;

    /// The world begins: what it does of its own accord starts here.
    fn begin(&mut self, _context: &mut Context<'_>) {}

    /// What one of its resources is called.
    fn resource_name(&self, resource: u16) -> &str;

    /// Somebody asks. The reply goes to `context.reply`, now or later.
    fn call(&mut self, context: &mut Context<'_>, envelope: Envelope, operation: Self::Operation);

    /// A moment it asked for with `context.wake_at` has come.
    fn wake(&mut self, _context: &mut Context<'_>, _token: u32) {}

    /// An answer to a call of its own.
    fn answered(&mut self, _context: &mut Context<'_>, _token: u64, _reply: Reply) {}

    /// No later than its next quiet change: one that usually is put off before it comes, such as the expiry of what is
    /// used again and again. Keeping those out of the agenda keeps the agenda short.
    fn quiet_change(&self) -> Moment {
        Moment::NEVER
    }

    /// Does the quiet change that is due now, if it still is; says whether anything changed.
    fn change_quietly(&mut self, _context: &mut Context<'_>) -> bool {
        false
    }
}

/// Makes the services of a world from their list: one field each, called without indirection.
macro_rules! services {
    ($($(#[doc = $doc:literal])+ $(#[cfg($when:meta)])? $id:ident => $module:ident,)*) => {
        #[derive(Clone)]
        pub(crate) struct Services {
            $($(#[doc = $doc])+ $(#[cfg($when)])? pub(crate) $module: $module::$id,)*
        }

        impl Services {
            /// Each service at a world's first moment.
            pub(crate) fn new(
                spec: &WorldSpec,
                streams: crate::sim::Streams,
                facts: &PlatformFacts,
            ) -> Result<Self, ConfigError> {
                Ok(Self { $($(#[cfg($when)])? $module: <$module::$id as service::Service>::new(spec, streams, facts)?,)* })
            }

            /// The world begins.
            pub(crate) fn begin(&mut self, core: &mut context::Core) {
                $($(#[cfg($when)])? {
                    let mut context = context::Context { core, service: ServiceId::$id };
                    service::Service::begin(&mut self.$module, &mut context);
                })*
            }

            #[inline(always)]
            pub(crate) fn call(&mut self, context: &mut context::Context<'_>, call: crate::api::Call) {
                let envelope = call.envelope;
                match call.operation {
                    $($(#[cfg($when)])? crate::api::Operation::$id(operation) => {
                        service::Service::call(&mut self.$module, context, envelope, operation);
                    })*
                }
            }

            #[inline(always)]
            pub(crate) fn wake(&mut self, who: ServiceId, context: &mut context::Context<'_>, token: u32) {
                match who {
                    $($(#[cfg($when)])? ServiceId::$id => service::Service::wake(&mut self.$module, context, token),)*
                }
            }

            pub(crate) fn answered(&mut self, who: ServiceId, context: &mut context::Context<'_>, token: u64, reply: crate::api::Reply) {
                match who {
                    $($(#[cfg($when)])? ServiceId::$id => {
                        service::Service::answered(&mut self.$module, context, token, reply);
                    })*
                }
            }

            /// What a service has several of, and what this one is called.
            pub(crate) fn resource(&self, who: ServiceId, resource: u16) -> (&'static str, &str) {
                match who {
                    $($(#[cfg($when)])? ServiceId::$id => (
                        <$module::$id as service::Service>::RESOURCE,
                        service::Service::resource_name(&self.$module, resource),
                    ),)*
                }
            }

            /// The first quiet change of any service.
            pub(crate) fn quiet_change(&self) -> crate::units::Moment {
                let mut first = crate::units::Moment::NEVER;
                $($(#[cfg($when)])? {
                    first = first.min(service::Service::quiet_change(&self.$module));
                })*
                first
            }

            /// Does the quiet change that is due at `at`; of several services, the first of the list goes first.
            pub(crate) fn change_quietly(&mut self, at: crate::units::Moment, core: &mut context::Core) -> bool {
                $($(#[cfg($when)])? {
                    if service::Service::quiet_change(&self.$module) == at {
                        let mut context = context::Context { core, service: ServiceId::$id };
                        return service::Service::change_quietly(&mut self.$module, &mut context);
                    }
                })*
                false
            }
        }
    };
}

pub(crate) use services;
