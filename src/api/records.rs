//! A batch of records on its way from a queue or a stream to a function.

/// One record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// Its number in its source: a message's id, or a sequence number.
    pub id: u64,
    /// When it came to its source, in microseconds of the run.
    pub sent_us: u64,
    /// Records with the same key are handled in order, where the source keeps one.
    pub key: u32,
    /// How many bytes it has.
    pub bytes: u32,
    /// How often it has been handed out before.
    pub receives: u32,
    /// No handler can make anything of it (a model's stand-in for the record that nobody thought of).
    pub poison: bool,
}

/// The event of an invocation that an event source mapping makes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Records {
    /// In the order of their source.
    pub records: Vec<Record>,
    /// Whether the handler says which ones failed instead of failing as a whole (`ReportBatchItemFailures`).
    pub reports_failures: bool,
}

impl Records {
    /// The size of them all.
    pub fn bytes(&self) -> u64 {
        self.records.iter().map(|record| u64::from(record.bytes)).sum()
    }

    /// Whether one of them cannot be handled.
    pub fn has_poison(&self) -> bool {
        self.records.iter().any(|record| record.poison)
    }
}
