//! coldstart: learn serverless by running it in your terminal.
//!
//! The modules are floors; each uses only floors listed above it here, and `tests/house.rs` holds that.
//! `ARCHITECTURE.md` explains the house and its invariants.

// Floor 0: exact quantities, and mistakes in text with their places.
pub mod problem;
pub mod units;

// Floor 1: the kernel, which knows no service.
pub mod sim;

// Floor 2: the typed call between services, what providers publish (prices, quotas, measurements), and JavaScript.
pub mod api;
pub mod catalog;
pub mod js;

// Floor 3: the world of services, and what its usage costs.
pub mod billing;
pub mod cloud;

// Floor 4: labs: what to run, what to measure, what to reach.
pub mod lab;

// Floor 5: lessons and questions.
pub mod course;
pub mod quiz;

// Floor 6: what the program is doing, without drawing it.
pub mod app;

// Floor 7: drawing it.
pub mod ui;

// Floor 8: the outside: terminal, files, clock, arguments.
pub mod cli;
pub mod edge;
pub mod site;
