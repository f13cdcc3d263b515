//! The same load on functions and on servers: what each costs a month, and where the two meet.
//!
//! 1. A [`Curve`] is what functions cost against requests a month. It is exact: integer usage of a run, scaled by
//!    fractions, times the catalog's prices, tier by tier, after the free allowances.
//! 2. A [`Server`] costs the same busy or idle. How many are needed is not computed but given, and shown as assumed.
//! 3. They meet where one more request makes functions the dearer choice; [`Curve::last_below`] finds that request.

mod curve;
mod server;

pub use curve::{Curve, Meeting};
pub use server::Server;

use super::HOURS_PER_MONTH;

/// The seconds of a month as AWS's calculator counts it.
pub const SECONDS_PER_MONTH: u64 = HOURS_PER_MONTH * 3600;

/// Requests a month as requests a second.
pub fn per_second(requests_a_month: u64) -> f64 {
    requests_a_month as f64 / SECONDS_PER_MONTH as f64
}

#[cfg(test)]
mod tests;
