//! Keys, the mouse and new sizes, as long as the terminal is ours; an editor that has it must not lose a single key to us.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use crossterm::event::EventStream;
use futures_core::Stream as _;
use tokio::sync::Notify;
use tokio::sync::mpsc::Sender;

use super::wake::Wake;

/// The one who listens.
pub(super) struct Keyboard {
    /// While there is one, somebody reads the terminal.
    stream: Arc<Mutex<Option<EventStream>>>,
    back: Arc<Notify>,
}

impl Keyboard {
    /// Passes on whatever the terminal sends.
    pub(super) fn listen(wakes: Sender<Wake>) -> Self {
        let keyboard = Self { stream: Arc::new(Mutex::new(Some(EventStream::new()))), back: Arc::new(Notify::new()) };
        tokio::spawn(pass_on(Arc::clone(&keyboard.stream), Arc::clone(&keyboard.back), wakes));
        keyboard
    }

    /// Reads no more, until it comes back.
    pub(super) fn leave(&self) {
        drop(self.stream.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// Reads again.
    pub(super) fn come_back(&self) {
        *self.stream.lock().unwrap_or_else(PoisonError::into_inner) = Some(EventStream::new());
        self.back.notify_one();
    }
}

async fn pass_on(stream: Arc<Mutex<Option<EventStream>>>, back: Arc<Notify>, wakes: Sender<Wake>) {
    loop {
        let next = poll_fn(|context| match stream.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            Some(stream) => Pin::new(stream).poll_next(context),
            None => Poll::Pending,
        });
        let wake = tokio::select! {
            event = next => match event {
                Some(Ok(event)) => Wake::Input(event),
                Some(Err(error)) => Wake::Hangup(error),
                None => Wake::Hangup(std::io::ErrorKind::UnexpectedEof.into()),
            },
            () = back.notified() => continue,
        };
        let over = matches!(wake, Wake::Hangup(_));
        if wakes.send(wake).await.is_err() || over {
            return;
        }
    }
}
