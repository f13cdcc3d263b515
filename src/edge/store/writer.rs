//! The thread that waits for the disk, so that the screen need not.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::Trouble;
use super::database::{Database, Memory};
use crate::quiz::Recorded;

/// Events that could not be written yet and are tried again. Nobody does more in one sitting; what comes after is dropped,
/// which the learner has been told of long before.
const WAITING_MAX: usize = 20_000;

/// How long to wait before trying again.
const RETRY: Duration = Duration::from_secs(5);

/// So many events take about a millisecond to read; from there on the sum is stored.
const WORTH_A_SUM: usize = 300;

/// The thread, and the ways to and from it.
#[derive(Debug)]
pub(super) struct Writer {
    orders: Option<Sender<Order>>,
    troubles: Receiver<Trouble>,
    thread: Option<JoinHandle<()>>,
}

enum Order {
    Keep(Box<Recorded>),
    /// Answer once everything before this was tried.
    Flush(SyncSender<Result<(), Trouble>>),
    /// The disk is not full any more.
    #[cfg(test)]
    MakeRoom,
}

impl Writer {
    /// Starts the thread; the database is its own from here on.
    pub fn start(database: Database, memory: Memory) -> Self {
        let (orders, inbox) = channel();
        let (tell, troubles) = channel();
        let desk = Desk { database, waiting: VecDeque::new(), told: None, tell };
        let thread = std::thread::Builder::new().name("learner's memory".to_owned());
        let thread = thread.spawn(move || desk.work(&inbox, &memory)).ok();
        Self { orders: Some(orders), troubles, thread }
    }

    /// Hands an event over.
    pub fn keep(&self, event: Recorded) {
        self.order(Order::Keep(Box::new(event)));
    }

    /// The trouble that was not told yet, if there is any.
    pub fn news(&self) -> Option<Trouble> {
        match self.troubles.try_recv() {
            Ok(trouble) => Some(trouble),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(gone()),
        }
    }

    /// Waits until everything handed over so far was written.
    pub fn flush(&self) -> Result<(), Trouble> {
        let (answer, wait) = sync_channel(1);
        self.order(Order::Flush(answer));
        wait.recv().unwrap_or_else(|_| Err(gone()))
    }

    #[cfg(test)]
    pub fn make_room(&self) {
        self.order(Order::MakeRoom);
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let _ = orders.send(order); // fails only when the thread is gone, which `news` and `flush` tell
        }
    }
}

/// Writes what is left, whichever way the program ends.
impl Drop for Writer {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn gone() -> Trouble {
    Trouble::Unreachable("the part of coldstart that writes it has stopped".to_owned())
}

/// What the thread works with.
struct Desk {
    database: Database,
    waiting: VecDeque<Recorded>,
    /// The trouble the learner knows of.
    told: Option<Trouble>,
    tell: Sender<Trouble>,
}

impl Desk {
    fn work(mut self, inbox: &Receiver<Order>, memory: &Memory) {
        if memory.unsummed >= WORTH_A_SUM {
            let _ = self.database.store_sum(memory); // only speed is lost, and the next start tries again
        }
        loop {
            let first = match self.next(inbox) {
                Ok(order) => Some(order),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let answers = self.take(first.into_iter().chain(inbox.try_iter()));
            let outcome = self.write();
            for answer in answers {
                let _ = answer.send(outcome.clone()); // whoever asked may have left
            }
        }
        let _ = self.write();
    }

    /// Sleeps until there is an order, or until it is time to try again what waits.
    fn next(&self, inbox: &Receiver<Order>) -> Result<Order, RecvTimeoutError> {
        if self.waiting.is_empty() {
            return inbox.recv().map_err(|_| RecvTimeoutError::Disconnected);
        }
        inbox.recv_timeout(RETRY)
    }

    fn take(&mut self, orders: impl Iterator<Item = Order>) -> Vec<SyncSender<Result<(), Trouble>>> {
        let mut answers = Vec::new();
        for order in orders {
            match order {
                Order::Keep(event) if self.waiting.len() < WAITING_MAX => self.waiting.push_back(*event),
                Order::Keep(_) => {}
                Order::Flush(answer) => answers.push(answer),
                #[cfg(test)]
                Order::MakeRoom => drop(self.database.limit_pages(Some(1_000_000))),
            }
        }
        answers
    }

    /// Everything that waits, in one transaction. What fails stays, and the learner is told of each kind of trouble once.
    fn write(&mut self) -> Result<(), Trouble> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let outcome = self.database.add(&self.waiting);
        match &outcome {
            Ok(()) => {
                self.waiting.clear();
                self.told = None;
            }
            Err(trouble) if self.told.as_ref() != Some(trouble) => {
                self.told = Some(trouble.clone());
                let _ = self.tell.send(trouble.clone());
            }
            Err(_) => {}
        }
        outcome
    }
}
