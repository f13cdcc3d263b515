//! Floor 2: the typed call. Services, handlers and the outside speak to each other in these words and no others,
//! so that everything that happens between two of them passes one door.
//!
//! A new service is a line in `services.rs`, which makes its variant of [`ServiceId`], [`Operation`] and [`Response`], and a file with
//! its words here. Names and errors are AWS's own, because that is what a learner will meet in a log.

mod call;
#[cfg(test)]
pub mod echo;
pub mod endpoint;
mod fault;
pub mod lambda;
mod payload;
mod principal;
mod records;
mod services;
pub mod source;

pub use call::{Call, Caller, Envelope, Operation, Reply, Response, ServiceId};
pub use fault::{Fault, ThrottleReason};
pub use payload::Payload;
pub use principal::Principal;
pub use records::{Record, Records};
pub(crate) use services::each_service;
