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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{App, Depth, Effect, Glyphs, Key, Looks, Opening, Theme, update};
    use crate::course::{Files, Library};
    use crate::lab::LabSpec;

    /// A program that has asked for a sweep over so much time.
    fn asked(time: &str) -> (App, Job) {
        let lesson = "# One\n\n```lab id=one\n[functions.f]\nruntime = \"modelled\"\n[functions.f.model]\ncpu = 5\n[load]\nshape = \"poisson\"\nrps = 50\n```\n";
        let mut files = Files::new();
        files.insert("lesson.md", lesson.as_bytes().to_vec());
        let depth = Depth::None;
        let mut app = App::new(Opening {
            library: Arc::new(Library::from_files("one", files)),
            catalog: LabSpec::catalog(),
            progress: crate::quiz::Progress::default(),
            looks: Looks { theme: Theme::dark(depth), depth, glyphs: Glyphs::UNICODE },
            seed: None,
            size: (80, 24),
        });
        let enter = Key::parse("enter").expect("a key");
        let line = format!(":tune memory_mb=128,256 for {time}");
        let keys = std::iter::once(enter).chain(line.chars().map(Key::char)).chain([enter]);
        let effects: Vec<Effect> = keys.flat_map(|key| update(&mut app, Msg::Key(key))).collect();
        let job = effects.into_iter().find_map(|effect| match effect {
            Effect::StartJob(job) => Some(job),
            _ => None,
        });
        (app, job.expect("a sweep is a job"))
    }

    #[test]
    fn a_job_is_done_beside_the_screen_and_its_result_comes_back() {
        let (wakes, mut inbox) = super::super::wake::channel();
        let mut worker = Worker::new(wakes);
        let (mut app, job) = asked("10m");
        let id = job.id;
        assert_eq!(worker.start(job), None);
        loop {
            match inbox.blocking_recv() {
                Some(Wake::Job(Msg::JobProgress(of, share))) => assert!(of == id && (0.0..=1.0).contains(&share)),
                Some(Wake::Job(done @ Msg::JobDone(..))) => break drop(update(&mut app, done)),
                other => panic!("{other:?}"),
            }
        }
        assert!(!app.jobs.any());
        assert!(matches!(&app.overlay, Some(crate::app::Overlay::Tune(tune)) if tune.table().is_some()));
    }

    #[test]
    fn what_is_no_longer_wanted_is_left_for_what_is() {
        let (wakes, mut inbox) = super::super::wake::channel();
        let mut worker = Worker::new(wakes);
        let ((_, endless), (_, short)) = (asked("30000d"), asked("1m"));
        let id = endless.id;
        worker.start(endless);
        worker.cancel(id);
        worker.start(short);
        // What is done is the short one, because eighty years of requests would not be before anybody loses patience.
        loop {
            match inbox.blocking_recv() {
                Some(Wake::Job(Msg::JobDone(..))) => break,
                Some(Wake::Job(Msg::JobProgress(..))) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
