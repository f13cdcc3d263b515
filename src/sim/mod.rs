//! Floor 1: the kernel. It knows time, order, chance and counting, and no service at all.
//!
//! 1. What will happen waits in an [`Agenda`], in order of time and, at equal times, of arrival.
//! 2. What happens by chance is drawn from a named [`Stream`], so one purpose never disturbs another.
//! 3. What happened is counted in a [`Histogram`] and a [`Gauge`], and written to a [`Journal`].
//!
//! Nothing here reads a clock, starts a thread or depends on hash order: the same inputs give the same run on every machine.

mod agenda;
pub mod bounds;
mod budget;
mod fingerprint;
mod gauge;
mod histogram;
mod journal;
mod powers;
mod stream;
mod token_bucket;
mod ziggurat;

pub use agenda::{Agenda, Full};
pub use budget::Budget;
pub use fingerprint::Fingerprint;
pub use gauge::Gauge;
pub use histogram::Histogram;
pub use journal::Journal;
pub use stream::{Stream, Streams};
pub use token_bucket::TokenBucket;
