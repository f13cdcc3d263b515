//! What the world expects of a service, and the list of services.

use crate::api::{Call, Reply};
use crate::cloud::context::Context;
use crate::units::Moment;

/// Something in the cloud that answers calls.
///
/// A service has no clock, no agenda and no other service; it has a [`Context`] for as long as it is asked.
pub(crate) trait Service {
    /// As people call it.
    const NAME: &'static str;

    /// Somebody asks. The reply goes to `context.reply`, now or later.
    fn call(&mut self, context: &mut Context<'_>, call: Call);

    /// A moment it asked for with `context.wake_at` has come.
    fn wake(&mut self, context: &mut Context<'_>, token: u32);

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

/// Makes the services of a world from their list: one field and one identifier each, called without indirection.
macro_rules! services {
    ($($(#[$doc:meta])* $id:ident => $field:ident: $service:ty,)*) => {
        #[derive(Clone)]
        pub(crate) struct Services {
            $($(#[$doc])* pub(crate) $field: $service,)*
        }

        impl Services {
            /// Each service at a world's first moment.
            pub(crate) fn new(
                spec: &crate::cloud::WorldSpec,
                streams: crate::sim::Streams,
                facts: &crate::cloud::PlatformFacts,
            ) -> Result<Self, crate::cloud::ConfigError> {
                Ok(Self { $($field: <$service>::new(spec, streams, facts)?,)* })
            }

            pub(crate) fn call(&mut self, to: ServiceId, context: &mut context::Context<'_>, call: crate::api::Call) {
                match to { $(ServiceId::$id => service::Service::call(&mut self.$field, context, call),)* }
            }

            pub(crate) fn wake(&mut self, who: ServiceId, context: &mut context::Context<'_>, token: u32) {
                match who { $(ServiceId::$id => service::Service::wake(&mut self.$field, context, token),)* }
            }

            pub(crate) fn answered(&mut self, who: ServiceId, context: &mut context::Context<'_>, token: u64, reply: crate::api::Reply) {
                match who { $(ServiceId::$id => service::Service::answered(&mut self.$field, context, token, reply),)* }
            }

            /// The first quiet change of any service.
            pub(crate) fn quiet_change(&self) -> crate::units::Moment {
                crate::units::Moment::NEVER$(.min(service::Service::quiet_change(&self.$field)))*
            }

            /// Does the quiet change that is due at `at`; of several services, the first of the list goes first.
            pub(crate) fn change_quietly(&mut self, at: crate::units::Moment, core: &mut context::Core) -> bool {
                $(if service::Service::quiet_change(&self.$field) == at {
                    let mut context = context::Context { core, service: ServiceId::$id };
                    return service::Service::change_quietly(&mut self.$field, &mut context);
                })*
                false
            }
        }

        /// Which service.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ServiceId { $($(#[$doc])* $id,)* }

        impl ServiceId {
            /// Every service, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$id,)*];

            /// As people call it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$id => <$service as service::Service>::NAME,)* }
            }
        }
    };
}

pub(crate) use services;
