//! Colours code on a thread of its own, so that no frame waits for a grammar.

use std::sync::mpsc;
use std::thread;

use tokio::sync::mpsc::Sender;

use super::wake::Wake;
use crate::app::HighlightJob;
use crate::ui::highlight::{Highlighter, Typed};

/// The way to the thread; it ends when this is dropped.
pub(super) struct Painter {
    jobs: mpsc::Sender<Order>,
}

enum Order {
    /// Code that stays as it is.
    Paint(HighlightJob),
    /// Code that is being typed: of several in one language only the last matters.
    Follow(HighlightJob),
}

impl Painter {
    /// Starts the thread. The grammars are loaded with the first job, so a lesson without code never pays for them.
    pub(super) fn start(wakes: Sender<Wake>) -> Self {
        let (jobs, inbox) = mpsc::channel::<Order>();
        thread::spawn(move || {
            let mut highlighter = None;
            let mut typed = Typed::default();
            while let Ok(order) = inbox.recv() {
                let mut orders: Vec<Order> = std::iter::once(order).chain(inbox.try_iter()).collect();
                drop_outdated(&mut orders);
                let highlighter = highlighter.get_or_insert_with(Highlighter::new);
                for order in orders {
                    let (job, lines) = match order {
                        Order::Paint(job) => {
                            let lines = highlighter.highlight(&job.lang, &job.text);
                            (job, lines)
                        }
                        Order::Follow(job) => {
                            let lines = highlighter.highlight_again(&job.lang, &job.text, &mut typed);
                            (job, lines)
                        }
                    };
                    if wakes.blocking_send(Wake::Highlighted(job, lines)).is_err() {
                        return;
                    }
                }
            }
        });
        Self { jobs }
    }

    /// Asks for a piece of code.
    pub(super) fn paint(&self, job: HighlightJob) {
        // A thread that is gone means plain code, which is no reason to stop.
        let _ = self.jobs.send(Order::Paint(job));
    }

    /// Asks for a text that is being typed.
    pub(super) fn follow(&self, job: HighlightJob) {
        let _ = self.jobs.send(Order::Follow(job));
    }
}

/// While one types faster than a grammar reads, only the newest text is read. Texts of several functions begin alike in no way: those
/// that are not about the same beginning are kept.
fn drop_outdated(orders: &mut Vec<Order>) {
    let mut kept: Vec<Order> = Vec::new();
    while let Some(order) = orders.pop() {
        let outdated = matches!(&order, Order::Follow(job) if kept.iter().any(|newer| follows(newer, job)));
        if !outdated {
            kept.push(order);
        }
    }
    kept.reverse();
    *orders = kept;
}

/// Whether a newer order is about what became of this text: nearly all of it is the same.
fn follows(newer: &Order, job: &HighlightJob) -> bool {
    let Order::Follow(newer) = newer else { return false };
    let alike = |one: &str, other: &str| {
        let head = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
        let tail = one.bytes().rev().zip(other.bytes().rev()).take_while(|(one, other)| one == other).count();
        2 * (head + tail) >= one.len().max(other.len())
    };
    newer.lang == job.lang && alike(&newer.text, &job.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_text_that_is_typed_only_the_last_state_is_coloured() {
        let job = |text: &str| HighlightJob { lang: "js".to_owned(), text: text.to_owned() };
        let mut orders = vec![
            Order::Follow(job("const a = 1;")),
            Order::Paint(job("const a = 1;")),
            Order::Follow(job("let other = f();")),
            Order::Follow(job("const ab = 1;")),
        ];
        drop_outdated(&mut orders);
        let left: Vec<&str> = orders.iter().map(|(Order::Paint(job) | Order::Follow(job))| job.text.as_str()).collect();
        assert_eq!(left, ["const a = 1;", "let other = f();", "const ab = 1;"]);
        assert!(matches!(orders[0], Order::Paint(_)));
    }
}
