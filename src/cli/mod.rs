//! (being built)

pub mod bill;
pub mod run;
