//! (being built)

pub mod expr;
