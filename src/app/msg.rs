//! Everything that can happen to an `App`, and everything it can ask of the outside.

use std::sync::Arc;
use std::time::Duration;

use super::keymap::Action;
use super::syntax::{HighlightJob, HighlightedLines};
use super::{Job, JobId, JobResult, Key, Place, Region};
use crate::course::check::Finding;
use crate::course::{Lesson, Library, LinkTarget};
use crate::lab::history::ForkId;
use crate::quiz::ProgressEvent;
use crate::units::{InvocationId, Moment};

/// Everything that can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A key.
    Key(Key),
    /// Text from the clipboard.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// This much wall time passed since the last frame.
    Frame {
        /// How much.
        elapsed: Duration,
    },
    /// The terminal is ours again after a suspension.
    Resumed,
    /// A click on something that also has a key.
    Do(Action),
    /// Go there, and remember the way back.
    Go(Place),
    /// Follow a link of the page.
    Follow(LinkTarget),
    /// A click on a pane, by its name; `None` is the lesson.
    Focus(Option<String>),
    /// The wheel over something.
    Scroll(Region, i32),
    /// A click on the bar of time, or a drag along it: that moment of the run.
    GoTo(Moment),
    /// A branch of the list is chosen.
    TakeFork(ForkId),
    /// A file was written, with its name, or could not be, and why.
    Saved(Result<String, String>),
    /// A click, or a drag, in the text of a pane: its line and column, from zero; a drag selects.
    PointAt {
        /// The pane.
        pane: String,
        /// The line of the text.
        line: usize,
        /// The column of the screen in that line.
        column: usize,
        /// Whether what lies between is selected.
        select: bool,
    },
    /// An event to begin from, by its place in the list.
    TakeTemplate(usize),
    /// The learner's own editor has ended: with the text, or why not.
    EditedOutside(Result<String, String>),
    /// A click on a box of a task list, by the task's id.
    Tick(String),
    /// A click on a card, by the directive's id.
    Card(String),
    /// A click on a choice of a card: the directive's id, and the choice from zero.
    Choose(String, usize),
    /// A click on an invocation of the timeline.
    Inspect(InvocationId),
    /// A click on a row of the home screen, by its place among the lessons.
    Select(usize),
    /// A bookmark of the list is chosen.
    GoToMark {
        /// The course, by its place in the library.
        course: usize,
        /// The lesson's id.
        lesson: String,
        /// What was marked.
        mark: crate::quiz::Bookmark,
    },
    /// This text is to be copied.
    Copy(String),
    /// A click on a row of the overlay.
    Pick(usize),
    /// A click on a proposal of the command line.
    Complete(usize),
    /// A picture was read, or cannot be, and why.
    PictureLoaded {
        /// The course, by its place in the library.
        course: usize,
        /// Its file, inside the course folder.
        path: String,
        /// What came of it.
        picture: Result<super::Picture, String>,
    },
    /// The rest of a long lesson has been read.
    LessonRead(LessonRead),
    /// Code has been coloured.
    Highlighted(HighlightJob, HighlightedLines),
    /// A job is so far, from 0 to 1.
    JobProgress(JobId, f64),
    /// A job is done.
    JobDone(JobId, JobResult),
    /// A job will never be done: what did it is gone.
    JobLost(JobId),
    /// The course on the disk was saved, and read again.
    Reloaded(Arc<Library>),
    /// The course on the disk was looked through; whether its challenges were played, too.
    Checked(Vec<Finding>, bool),
    /// To the page of a problem, by its place in the list.
    ToProblem(usize),
    /// An editor was used, or could not be, and why.
    Edited(Result<(), String>),
    /// The outside has something to say that the learner must read.
    Notice(super::Message),
}

/// A long lesson, read whole.
#[derive(Clone, Debug)]
pub struct LessonRead {
    /// The course, by its place in the library.
    pub course: usize,
    /// The lesson.
    pub lesson: Arc<Lesson>,
}

impl PartialEq for LessonRead {
    /// One reading is only like itself: nobody compares ten megabytes.
    fn eq(&self, other: &Self) -> bool {
        self.course == other.course && Arc::ptr_eq(&self.lesson, &other.lesson)
    }
}

/// Everything the outside is asked to do.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Keep this for tomorrow.
    Record(ProgressEvent),
    /// Colour this code, when there is time.
    Highlight(HighlightJob),
    /// Colour this text, which is being typed: only the newest one matters.
    Colour(HighlightJob),
    /// Hand a text to the person's own editor.
    EditText {
        /// What its file is called.
        name: String,
        /// The text.
        text: String,
        /// From one.
        line: usize,
        /// In characters, from one.
        column: usize,
    },
    /// Do this in the background.
    StartJob(Job),
    /// What was begun is no longer wanted.
    CancelJob(JobId),
    /// Write a file of this name, which is not there yet.
    Save(String, String),
    /// Look through the course on the disk, and play its challenges.
    Check,
    /// Open a file of the course in the person's own editor.
    Edit {
        /// Inside the course folder.
        file: String,
        /// From one.
        line: usize,
        /// In characters, from one.
        column: usize,
    },
    /// Read the rest of this lesson, of which the beginning is on the screen.
    ReadLesson {
        /// The course, by its place in the library.
        course: usize,
        /// The lesson's id.
        lesson: String,
    },
    /// Read and decode this picture.
    LoadPicture {
        /// The course, by its place in the library.
        course: usize,
        /// Its file, inside the course folder.
        path: String,
    },
    /// Put this into the clipboard of the terminal.
    Copy(String),
    /// Hand this address to the system's own program for it.
    OpenOutside(String),
    /// Give the terminal back and stop until the shell says otherwise.
    Suspend,
    /// Give the terminal back and end.
    Quit,
}
