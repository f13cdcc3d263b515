//! Floor 2: JavaScript, as Lambda's Node.js runtime runs it, in virtual time.
//!
//! 1. A [`Package`] is what a learner deploys: files, and which function in them is the handler.
//! 2. A [`Sandbox`] is one execution environment's process: a `QuickJS` runtime of its own, with a hard limit on memory and stack.
//! 3. It runs in turns. [`Sandbox::init`] evaluates the code, [`Sandbox::invoke`] calls the handler, [`Sandbox::resume`] goes on after a wait;
//!    each comes back with a [`Turn`]: what was printed, how much was computed, what was asked of services, and whether it is done or waits,
//!    and for what.
//! 4. A [`Call`] to a service is a promise in the code; `resume` brings its [`Answer`].
//!
//! No clock, no chance, no file, no network: time is what the caller says plus what was computed, random numbers come from a stream of the
//! run, `/tmp` is a map. Computing is counted by the engine's own interrupt, which comes at the same instruction every time, so that a replay
//! is exact.
//!
//! The same `Asked` and the same inputs give the same turns, on any machine with this build: a process can be rebuilt by feeding it again
//! what it was fed. (How deep a recursion gets depends on how the engine was compiled; nothing else does.)
//!
//! What can go wrong is what goes wrong on Lambda: the code throws, runs out of time or memory, ends its process, or never answers.

mod builtins;
mod call;
mod files;
mod host;
mod limits;
mod loader;
mod outcome;
mod package;
mod prelude;
mod sandbox;
mod sdk;
mod span;
mod state;
mod syntax;
mod turn;
mod work;

pub use call::{Answer, Call, CallError};
pub use files::Tmp;
pub use limits::{Limits, TICK_AT_ONE_VCPU};
pub use outcome::{Outcome, Thrown};
pub use package::{Package, PackageError};
pub use sandbox::{Asked, Sandbox};
pub use span::Subsegment;
pub use syntax::{SyntaxError, syntax_error};
pub use turn::{Level, Printed, Turn, Wait};

#[cfg(test)]
mod tests;
