//! Does jobs on one thread, so that no frame waits for them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Sender;

use super::wake::Wake;
use crate::app::{JOBS_MAX, Job, JobId, Msg};
use crate::lab::Budget;

/// Events between two looks at whether the job is still wanted: a few milliseconds.
const PIECE: u64 = 50_000;
/// Between two words about how far it is: a bar that moves more often is not seen to move better.
const NEWS: Duration = Duration::from_millis(80);

/// The way to the thread, which begins with the first job and ends when this is dropped.
pub(super) struct Worker {
    wakes: Sender<Wake>,
    jobs: Option<SyncSender<Order>>,
    wanted: BTreeMap<JobId, Arc<AtomicBool>>,
}

struct Order {
    job: Job,
    wanted: Arc<AtomicBool>,
}

impl Worker {
    /// A worker that answers there.
    pub(super) fn new(wakes: Sender<Wake>) -> Self {
        Self { wakes, jobs: None, wanted: BTreeMap::new() }
    }

    /// Begins a job, after those that were begun before it. What cannot be begun comes back as the word that it is lost.
    pub(super) fn start(&mut self, job: Job) -> Option<Msg> {
        self.wanted.retain(|_, wanted| Arc::strong_count(wanted) > 1); // done, and forgotten by the thread
        let (id, wanted) = (job.id, Arc::new(AtomicBool::new(true)));
        let order = Order { job, wanted: Arc::clone(&wanted) };
        let jobs = self.jobs.get_or_insert_with(|| begin(self.wakes.clone()));
        // Waiting here would stop the screen.
        if jobs.try_send(order).is_err() {
            self.jobs = None;
            return Some(Msg::JobLost(id));
        }
        self.wanted.insert(id, wanted);
        None
    }

    /// Ends a job before its time.
    pub(super) fn cancel(&mut self, id: JobId) {
        if let Some(wanted) = self.wanted.remove(&id) {
            wanted.store(false, Ordering::Relaxed);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        for wanted in self.wanted.values() {
            wanted.store(false, Ordering::Relaxed);
        }
    }
}

fn begin(wakes: Sender<Wake>) -> SyncSender<Order> {
    let (jobs, inbox) = mpsc::sync_channel(JOBS_MAX);
    thread::spawn(move || work(&inbox, &wakes));
    jobs
}

/// Job after job, until nobody can order one or hear of one.
fn work(inbox: &Receiver<Order>, wakes: &Sender<Wake>) {
    while let Ok(Order { job, wanted }) = inbox.recv() {
        let mut lost = Lost { wakes, id: Some(job.id) };
        let done = finish(job, &wanted, wakes);
        lost.id = None;
        if let Some(done) = done
            && wakes.blocking_send(Wake::Job(done)).is_err()
        {
            return;
        }
    }
}

/// Works on a job until it is done or no longer wanted.
fn finish(mut job: Job, wanted: &AtomicBool, wakes: &Sender<Wake>) -> Option<Msg> {
    let id = job.id;
    let mut told = Instant::now();
    while wanted.load(Ordering::Relaxed) {
        if job.step(&mut Budget::events(PIECE)) {
            return Some(Msg::JobDone(id, job.finish()));
        }
        if told.elapsed() >= NEWS {
            told = Instant::now();
            // When nobody has time to hear it, the next word will do.
            let _ = wakes.try_send(Wake::Job(Msg::JobProgress(id, job.progress())));
        }
    }
    None
}

/// Says that a job is lost when its thread dies of it.
struct Lost<'a> {
    wakes: &'a Sender<Wake>,
    id: Option<JobId>,
}

impl Drop for Lost<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            let _ = self.wakes.blocking_send(Wake::Job(Msg::JobLost(id)));
        }
    }
}
