//! Floor 2: the typed call. Services, handlers and the outside speak to each other in these words and no others,
//! so that everything that happens between two of them passes one door.
//!
//! A new service adds a file with its operations here and a variant to [`Operation`] and [`Response`]. Names and
//! errors are AWS's own, because that is what a learner will meet in a log.

mod call;
mod fault;
pub mod lambda;
mod payload;
mod principal;

pub use call::{Call, Caller, Operation, Reply, Response};
pub use fault::{Fault, ThrottleReason};
pub use payload::Payload;
pub use principal::Principal;
