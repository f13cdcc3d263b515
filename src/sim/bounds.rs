//! How much the engine keeps. Every queue, ring and history ends somewhere; here is where, and why there.

/// Events that may wait at once, at 24 bytes each: a world with more than sixteen million running requests is a
/// mistake in a lab, not a lesson.
pub const AGENDA_EVENTS_MAX: usize = 1 << 24;

/// Environments of one world: ten times the largest account quota we have seen granted, at about 100 bytes each.
pub const ENVIRONMENTS_MAX: u32 = 1_000_000;

/// Functions of one world. Each keeps its own random streams, histograms and pools; a lab with more is a data set.
pub const FUNCTIONS_MAX: usize = 1_000;

/// Events of asynchronous invocations that wait or are being tried, at 40 bytes each: six hours of 46 events a second with a function
/// that takes none of them. A queue that is longer than that teaches nothing more.
pub const ASYNC_EVENTS_MAX: usize = 1_000_000;

/// Event sources of one lab: more do not fit a screen, nor a head.
pub const EVENT_SOURCES_MAX: usize = 20;

/// Records a modelled queue or stream holds, at 32 bytes each: an hour's work for the largest mapping.
pub const SOURCE_RECORDS_MAX: usize = 1_000_000;

/// Journal entries kept for looking back (at about 100 bytes each, 0.8 MB); the fingerprint covers all ever written.
pub const JOURNAL_ENTRIES_MAX: usize = 8_192;

/// Texts kept beside the journal: what code printed and answered. As many as there are entries to speak of them…
pub const TEXTS_MAX: usize = JOURNAL_ENTRIES_MAX;

/// … and no more bytes of them than a dozen answers of the largest size.
pub const TEXT_BYTES_MAX: usize = 64 << 20;

/// Calls of code that may be on their way at once: each environment has a bound of its own, and there are thousands of those.
pub const PROCESS_CALLS_MAX: usize = 100_000;

/// Log lines kept for the logs pane: some twenty screens of scrolling.
pub const LOG_LINES_MAX: usize = 1_024;

/// Invocations kept for the timeline: more bars than any terminal has rows and columns to show them in.
pub const TIMELINE_BARS_MAX: usize = 512;

/// Calls between services that may wait for delivery at one instant; each step of a chain adds one, so this
/// many means services are calling each other in a circle.
pub const OUTBOX_CALLS_MAX: usize = 65_536;
