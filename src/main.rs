//! coldstart
fn main() {}
