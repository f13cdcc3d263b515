//! Long work, in pieces as large as one likes: a screen shows how far it is and may leave it; a thread of the edge does it in the background.
//!
//! A piece of work is a pure state machine. Where its pieces are cut never changes what comes out.

use crate::sim::Budget;

/// Something that takes longer than a frame.
pub trait Work: Send {
    /// What comes out.
    type Output;

    /// Works on as far as the budget of events goes; whether all is done.
    fn step(&mut self, budget: &mut Budget) -> bool;

    /// How far it is, 0 to 1.
    fn progress(&self) -> f64;

    /// What came out; asked for once all is done.
    fn finish(self) -> Self::Output;
}

/// Does all of it at once.
pub fn do_all<W: Work>(mut work: W) -> W::Output {
    while !work.step(&mut Budget::unlimited()) {}
    work.finish()
}
