//! (being built)

pub mod bill;
