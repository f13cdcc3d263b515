//! The few shapes every screen is made of.

pub mod columns;
pub mod curves;
pub mod keys;
pub mod meter;
pub mod more;
pub mod rule;
