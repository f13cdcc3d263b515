//! The engine against exact answers, against itself, and against Lambda's documented behaviour.

mod asynchronous;
mod behaviour;
mod configuration;
mod determinism;
mod event_sources;
mod expiry;
mod init_reports;
mod limits;
mod log_formats;
mod log_lines;
mod properties;
mod provisioned;
mod reference;
mod scaling;
mod snapshots;
mod support;
mod versions;
