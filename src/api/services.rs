//! The list of services. Everything that exists once for each of them is made from it, on every floor.

/// Calls a macro with the whole list: a service's name as a variant, and the module that has its words here and its deeds in `cloud`.
///
/// A new service is one line, [`words`](crate::api) of its own, and a file in `src/cloud/`.
macro_rules! each_service {
    ($make:ident) => {
        $make! {
            /// Functions on demand.
            Lambda => lambda,
            /// Modelled queues and streams.
            Source => source,
            /// Addresses outside the cloud.
            Endpoint => endpoint,
            /// Answers what it is asked: how the tests speak to the door.
            #[cfg(test)]
            Echo => echo,
        }
    };
}

/// The address, the question and the answer of every service.
macro_rules! words {
    ($($(#[doc = $doc:literal])+ $(#[cfg($when:meta)])? $id:ident => $module:ident,)*) => {
        /// Which service.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ServiceId { $($(#[doc = $doc])+ $(#[cfg($when)])? $id,)* }

        impl ServiceId {
            /// Every service, in the order of the list.
            pub const ALL: &'static [Self] = &[$($(#[cfg($when)])? Self::$id,)*];

            /// As people call it.
            pub const fn name(self) -> &'static str {
                match self { $($(#[cfg($when)])? Self::$id => stringify!($module),)* }
            }
        }

        /// What can be asked, of any service.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Operation { $($(#[doc = $doc])+ $(#[cfg($when)])? $id($module::Operation),)* }

        impl Operation {
            /// Who does it.
            pub const fn service(&self) -> ServiceId {
                match self { $($(#[cfg($when)])? Self::$id(_) => ServiceId::$id,)* }
            }

            /// The action as an IAM policy writes it.
            pub const fn action(&self) -> &'static str {
                match self { $($(#[cfg($when)])? Self::$id(operation) => operation.action(),)* }
            }

            /// What it is done to, by its number within the service: a function, a table, a queue.
            pub const fn resource(&self) -> u16 {
                match self { $($(#[cfg($when)])? Self::$id(operation) => operation.resource(),)* }
            }
        }

        /// What is answered.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Response { $($(#[doc = $doc])+ $(#[cfg($when)])? $id($module::Response),)* }
    };
}

pub(crate) use {each_service, words};
