//! Every key of a lab, once: what it is called, what it may hold, what it is when absent, what it means.
//!
//! The reader, the errors with their suggestions, `set`, completion and the author's guide all read these rows, so they cannot disagree.

use crate::lab::panes;

/// A table of a lab.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Where it stands: `functions.NAME.model`; empty for the top; `[]` at the end for a list of tables.
    pub path: &'static str,
    /// What it describes.
    pub meaning: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// A key of a table.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As one writes it.
    pub name: &'static str,
    /// Another accepted spelling.
    pub alias: Option<&'static str>,
    /// What it may hold.
    pub kind: Kind,
    /// What it is when absent, as one would write it; empty when it is then simply not there.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Any text.
    Text,
    /// Texts in a list; of a closed set when it is not empty.
    Texts(&'static [&'static str]),
    /// `true` or `false`.
    Bool,
    /// A whole number in a range.
    Count(Limit),
    /// A number in a range.
    Number(Limit),
    /// A time; a bare number is seconds. The range is in seconds.
    Seconds(Limit),
    /// A time or `[least, most]`; bare numbers are seconds.
    SecondsRange(Limit),
    /// A behaviour: a time in milliseconds, or `{ dist = … }`.
    Dist,
    /// Memory; a bare number is megabytes.
    Megabytes(Limit),
    /// Memory, or how it is spread: `{ dist = "quantiles", … }`.
    MemoryDist(Limit),
    /// `2%` or a fraction of one.
    Share,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A runtime of the catalog, or `modelled`.
    Runtime,
    /// An instance type of the catalog.
    Instance,
    /// A load shape: words joined with `+`.
    LoadShape,
    /// `{ NAME = weight }`.
    Mix,
    /// `{ NAME = version }`, or weights of two versions.
    Aliases,
    /// Whole numbers in a list, or such a list for each NAME.
    Counts,
    /// Command text: one or more verbs joined with `;`.
    Commands,
    /// The name of a setting, as `set` takes it.
    Target,
    /// A list of values for a target.
    Values,
    /// A list of goals.
    Goals,
}

/// A range, and who says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The smallest value allowed.
    pub least: f64,
    /// The largest value allowed.
    pub most: f64,
    /// Why, as a sentence for the error.
    pub says: &'static str,
    /// What it is counted in, where it comes only in whole numbers of that.
    pub whole: Option<&'static str>,
}

const fn limit(least: f64, most: f64, says: &'static str) -> Limit {
    Limit { least, most, says, whole: None }
}

const fn whole(least: f64, most: f64, unit: &'static str, says: &'static str) -> Limit {
    Limit { least, most, says, whole: Some(unit) }
}

const fn key(name: &'static str, kind: Kind, default: &'static str, meaning: &'static str) -> Key {
    Key { name, alias: None, kind, default, meaning }
}

const fn alias(
    name: &'static str,
    other: &'static str,
    kind: Kind,
    default: &'static str,
    meaning: &'static str,
) -> Key {
    Key { name, alias: Some(other), kind, default, meaning }
}

/// A century: 3.2 × 10^15 µs. Reference labs keep environments for decades (an idle expiry of 10^9 s, which is "never"), and sums of a
/// few such times stay far from the end of a 64-bit clock.
const A_CENTURY_S: f64 = 3_155_760_000.0;

const MEMORY: Limit = whole(128.0, 10_240.0, "MB", "AWS Lambda allows 128 MB to 10,240 MB in steps of 1 MB");
const EPHEMERAL: Limit = whole(512.0, 10_240.0, "MB", "AWS Lambda gives /tmp 512 MB to 10,240 MB in steps of 1 MB");
const TIMEOUT: Limit =
    whole(1.0, 900.0, "seconds", "AWS Lambda stops a function after 1 s to 900 s (15 minutes), in steps of 1 s");
const IMAGE: Limit = limit(0.0, 10_240.0, "AWS Lambda takes archives up to 250 MB unpacked and images up to 10 GB");
const CONCURRENCY: Limit = limit(1.0, 1_000_000.0, "an account has at least 1 and here at most 1,000,000");
const STATUS: Limit = limit(100.0, 599.0, "an HTTP status has three digits, from 100 to 599");
const RESERVED: Limit = limit(
    0.0,
    1_000_000.0,
    "0 stops the function; all reservations together must leave 100 of the account's concurrency",
);
const RPS: Limit = limit(0.0, super::super::command::RPS_MAX, "this simulator plays up to 1,000,000 requests a second");
const CLIENT_RETRIES: Limit = limit(0.0, 100.0, "a client tries again up to 100 times here");
const BACK_OFF: Limit = limit(0.0, 86_400.0, "a client waits up to a day before it tries again");
const AT_ONCE: Limit = limit(0.0, 100_000.0, "this simulator takes up to 100,000 requests in one instant");
const DURATION: Limit = limit(0.001, A_CENTURY_S, "a lab lasts from a millisecond to 100 years");
const PERIOD: Limit = limit(0.001, A_CENTURY_S, "a period lasts from a millisecond to 100 years");
const GAP: Limit = limit(0.000_001, A_CENTURY_S, "from a microsecond to 100 years from one request to the next");
const DELAY: Limit = limit(0.0, A_CENTURY_S, "within the first 100 years");
const IDLE: Limit =
    limit(0.0, A_CENTURY_S, "an environment stays between no time and 100 years, which is as good as for ever");
const RETRIES: Limit = whole(0.0, 2.0, "retries", "AWS Lambda tries an event again up to twice");
const EVENT_AGE: Limit = limit(60.0, 21_600.0, "AWS Lambda keeps events for 60 s to 6 hours");
const PAYLOAD: Limit = limit(0.0, 102_400.0, "this simulator takes documents up to 100 MB, to show what refuses them");
const BACKLOG: Limit = limit(0.0, 1_000_000.0, "a modelled source holds up to 1,000,000 records");
const BATCH: Limit = limit(1.0, 10_000.0, "AWS Lambda takes batches of 1 to 10,000 records");
const WINDOW: Limit = limit(0.0, 300.0, "AWS Lambda waits up to 300 s for a batch to fill");
const MAPPING_CONCURRENCY: Limit = limit(2.0, 1_000.0, "AWS Lambda allows 2 to 1,000");
const VISIBILITY: Limit = limit(1.0, 43_200.0, "Amazon SQS hides messages for up to 12 hours");
const RECEIVES: Limit = limit(1.0, 1_000.0, "Amazon SQS allows 1 to 1,000");
const SHARDS: Limit = limit(1.0, 1_000.0, "one to 1,000 shards");
const POLLS: Limit = limit(1.0, 5.0, "a shard of Kinesis can be read five times a second");
const FACTOR: Limit = limit(1.0, 10.0, "AWS Lambda handles a shard by 1 to 10 batches at once");
const STREAM_RETRIES: Limit = limit(0.0, 10_000.0, "AWS Lambda allows 0 to 10,000");
const RECORD_AGE: Limit = limit(60.0, 604_800.0, "AWS Lambda allows 60 s to 7 days");
const SPEED: Limit = limit(0.001, 10_000.0, "the clock runs at up to 10,000 times ours");
const SEED: Limit = limit(0.0, 9_007_199_254_740_991.0, "a seed is a whole number that also fits a JSON document");
const SERVERS: Limit = limit(1.0, 1_000.0, "one to 1,000 servers");
const ANY: Limit = limit(0.0, 1e15, "a number that is not negative");

/// Words a load shape is made of.
pub const SHAPE_WORDS: &[&str] = &["none", "steady", "poisson", "ramp", "day", "trace", "burst"];

/// The whole schema.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "",
        meaning: "the lab itself",
        keys: &[
            key("title", Kind::Text, "", "what the lab is called"),
            key("seed", Kind::Count(SEED), "1", "the same seed plays the same run"),
            key("watch", Kind::Texts(panes::NAMES), "", "the panes to open, most important first"),
            key("goals", Kind::Goals, "", "what `coldstart run` judges at the end: `[\"p99_ms < 900\"]`"),
        ],
    },
    Section {
        path: "time",
        meaning: "how long the lab lasts and how fast it starts",
        keys: &[
            key(
                "duration",
                Kind::Seconds(DURATION),
                "",
                "virtual time until the lab ends; without it, it runs until it is closed",
            ),
            key("speed", Kind::Number(SPEED), "1", "seconds of the lab for each of ours, at the start"),
        ],
    },
    Section {
        path: "account",
        meaning: "the AWS account all functions share",
        keys: &[
            key(
                "concurrency",
                Kind::Count(CONCURRENCY),
                "1000",
                "requests in progress over all functions; more are throttled",
            ),
            key("region", Kind::Choice(&["us-east-1"]), "us-east-1", "where the account is, and whose prices apply"),
            key("price_date", Kind::Text, "", "the date of the price list, when a lab insists on one"),
        ],
    },
    Section {
        path: "functions.NAME",
        meaning: "a Lambda function. It is code (`code`, its environment variables in `[functions.NAME.environment]`), or a model; without `[functions.NAME.model]` it behaves like the sample of its name",
        keys: &[
            key("sample", Kind::Text, "", "behave like this sample instead of the one of the same name"),
            key("code", Kind::Text, "", "the JavaScript file that it runs, with whatever that imports from beside it"),
            key(
                "handler",
                Kind::Text,
                "",
                "which of its functions is called, as in `index.handler`; without it, `handler` of the file",
            ),
            key("event", Kind::Text, "", "the JSON event of calls that bring none of their own; without it `{}`"),
            key("shows", Kind::Text, "", "the file to show beside the lab, where the function is a model"),
            key(
                "runtime",
                Kind::Runtime,
                "",
                "its share of INIT is measured; `modelled` has none; without it, the sample's",
            ),
            key("architecture", Kind::Choice(&["x86_64", "arm64"]), "x86_64", "the processor"),
            key("package", Kind::Choice(&["zip", "image"]), "zip", "an archive, or a container image"),
            alias(
                "package_mb",
                "package_size",
                Kind::Megabytes(IMAGE),
                "",
                "unpacked size of the code; without it, the sample's",
            ),
            alias("memory_mb", "memory", Kind::Megabytes(MEMORY), "128", "memory, and with it the share of a CPU"),
            alias("timeout_s", "timeout", Kind::Seconds(TIMEOUT), "3", "when an invocation is cut off"),
            alias("ephemeral_storage_mb", "ephemeral_storage", Kind::Megabytes(EPHEMERAL), "512", "the size of /tmp"),
            key(
                "reserved_concurrency",
                Kind::Count(RESERVED),
                "",
                "concurrency set aside for this function, and its limit",
            ),
            key(
                "provisioned_concurrency",
                Kind::Count(RESERVED),
                "0",
                "environments kept ready, for traffic that then goes to the alias `live` of a published version; at the start of a lab they are there, later they take a minute or two",
            ),
            key("provisioned_from", Kind::Seconds(DELAY), "", "when these are asked for; without it, at the start"),
            key("provisioned_until", Kind::Seconds(DELAY), "", "when they are given up; without it, never"),
            key(
                "invoke_mode",
                Kind::Choice(&["buffered", "response_stream"]),
                "buffered",
                "how its answer travels; this simulator plays `buffered` only, up to 6 MB at once",
            ),
            key(
                "snap_start",
                Kind::Bool,
                "false",
                "restore environments from a snapshot taken after INIT; traffic then goes to the alias `live` of a published version",
            ),
            key(
                "aliases",
                Kind::Aliases,
                "",
                "names for published versions that are there at the start, with all versions up to the highest that is named; calls without a name go to `live`",
            ),
            alias(
                "idle_expiry_s",
                "idle_expiry",
                Kind::SecondsRange(IDLE),
                "",
                "idle time until an environment is taken away, or [least, most] (model value)",
            ),
            alias(
                "max_age_s",
                "max_age",
                Kind::SecondsRange(IDLE),
                "",
                "age at which an environment is replaced, or [least, most] (model value)",
            ),
            key(
                "routing",
                Kind::Choice(&["mru", "newest", "lru", "random"]),
                "mru",
                "which idle environment takes the next request (model value)",
            ),
            key("log_format", Kind::Choice(&["text", "json"]), "text", "the format of its log"),
            key(
                "system_log_level",
                Kind::Choice(&["debug", "info", "warn"]),
                "info",
                "which of Lambda's own events a log in JSON keeps: this level and what matters more",
            ),
            key(
                "tracing",
                Kind::Choice(&["active", "pass_through"]),
                "pass_through",
                "`active` traces the first request of each second and 5 % of the others with X-Ray",
            ),
            key("lazy_load", Kind::Bool, "false", "load the heavy part when it is first needed instead of in INIT"),
        ],
    },
    Section {
        path: "functions.NAME.provisioned_schedule[]",
        meaning: "another number of provisioned environments from some moment on, as a scheduled scaling action sets it",
        keys: &[
            key("at", Kind::Seconds(DELAY), "", "when, from the start of the run"),
            key("target", Kind::Count(RESERVED), "", "how many"),
        ],
    },
    Section {
        path: "functions.NAME.model",
        meaning: "how the function behaves; what is not given is the sample's, or nothing",
        keys: &[
            alias("init", "init_ms", Kind::Dist, "", "INIT that its own code takes, beside the runtime's share"),
            alias("cpu", "cpu_ms", Kind::Dist, "", "computing, on one whole vCPU; less memory stretches it"),
            alias("wait", "wait_ms", Kind::Dist, "", "waiting for others; memory changes nothing"),
            alias("lazy_init", "lazy_init_ms", Kind::Dist, "", "what is left of `init` with `lazy_load = true`"),
            alias(
                "lazy_first_call",
                "lazy_first_call_ms",
                Kind::Dist,
                "",
                "what the first call of an environment computes more then",
            ),
            alias(
                "restore",
                "restore_ms",
                Kind::Dist,
                "",
                "with `snap_start`, what its own code does after a restore, such as connecting again; it is billed in full",
            ),
            key(
                "memory_used_mb",
                Kind::MemoryDist(ANY),
                "",
                "what the report line shows as Max Memory Used; without it and a sample, what the runtime was measured to use (`modelled`: 32, a model value)",
            ),
            key("error_rate", Kind::Share, "", "share of invocations that fail in the handler"),
            key(
                "failure",
                Kind::Choice(&["throw", "exit"]),
                "throw",
                "how these fail: the handler throws, or its process ends and the next call starts it again",
            ),
            key(
                "prints",
                Kind::Text,
                "",
                "a log line of each call; `{call}` counts as a global variable does, `{tmp}` as a file in /tmp does, which outlives a timeout",
            ),
            key(
                "response_kb",
                Kind::Number(PAYLOAD),
                "0",
                "the size of its answer; over 6 MB is `Function.ResponseSizeTooLarge`",
            ),
        ],
    },
    Section {
        path: "functions.NAME.async",
        meaning: "events that nobody waits for: `invocation_type = \"Event\"`, `invoke NAME async`, or another function's destination",
        keys: &[
            key(
                "maximum_retry_attempts",
                Kind::Count(RETRIES),
                "2",
                "how often an event is tried again after the function failed, a minute later and then two",
            ),
            alias(
                "maximum_event_age_s",
                "maximum_event_age",
                Kind::Seconds(EVENT_AGE),
                "6h",
                "how long an event may wait in the queue",
            ),
            key(
                "on_success",
                Kind::Text,
                "",
                "the function or modelled queue that gets a record of each event that succeeded",
            ),
            key(
                "on_failure",
                Kind::Text,
                "",
                "the function or modelled queue that gets a record of each event that was given up",
            ),
            key(
                "dead_letter",
                Kind::Text,
                "",
                "the modelled queue of `[[event_sources]]` that gets each event that was given up",
            ),
        ],
    },
    Section {
        path: "endpoints.NAME",
        meaning: "an address outside the cloud, such as a partner's API: what functions of code `fetch` from it",
        keys: &[
            key("url", Kind::Text, "", "what its addresses begin with: `https://api.partner.example`"),
            key("latency", Kind::Dist, "", "how long an answer takes"),
            key("status", Kind::Count(STATUS), "200", "the HTTP status of an answer"),
            key("body", Kind::Text, "", "what an answer says; without it `{}`"),
            key("error_rate", Kind::Share, "0", "the share of requests that are answered with an error"),
            key("error_status", Kind::Count(STATUS), "503", "the HTTP status of an error"),
        ],
    },
    Section {
        path: "servers.NAME",
        meaning: "a rented server beside the lab, for contrast: it takes no requests and costs the same whether used or not",
        keys: &[
            key("instance", Kind::Instance, "t3.medium", "its type"),
            key("count", Kind::Count(SERVERS), "1", "how many of them"),
        ],
    },
    Section {
        path: "load",
        meaning: "what arrives",
        keys: &[
            key(
                "shape",
                Kind::LoadShape,
                "",
                "none, steady, poisson, ramp, day, trace, burst, joined with `+`; without it, steady if there is a rate",
            ),
            key(
                "invocation_type",
                Kind::Choice(&["RequestResponse", "Event"]),
                "RequestResponse",
                "whether callers wait for the answer, or leave an event to Lambda's queue",
            ),
            key(
                "payload_kb",
                Kind::Number(PAYLOAD),
                "0",
                "the size of each event: waiting callers may send 6 MB, others 1 MB",
            ),
            key("rps", Kind::Number(RPS), "0", "requests a second; for `day` the average, for `ramp` the end"),
            key(
                "period",
                Kind::Seconds(GAP),
                "",
                "instead of `rps`, the exact time from one request to the next: \"601s\"; steady requests start at 0s",
            ),
            key("ramp", Kind::Seconds(PERIOD), "1m", "how long the rise of `ramp` takes"),
            key(
                "trace",
                Kind::Counts,
                "",
                "counted requests of one `step` after another; with several functions, `{ NAME = [...] }`; within a step they come independently",
            ),
            key("step", Kind::Seconds(PERIOD), "1m", "how long each count of `trace` is"),
            key("repeat", Kind::Bool, "false", "begin `trace` again at its end"),
            key("burst", Kind::Count(AT_ONCE), "", "how many requests come at once"),
            key(
                "every",
                Kind::Seconds(PERIOD),
                "",
                "time from burst to burst; the first comes after one such time unless `first` says when; without it, one burst",
            ),
            key(
                "first",
                Kind::Seconds(DELAY),
                "",
                "when the first burst comes: \"0s\" for the start; without it, after `every`, or at the start when there is no `every`",
            ),
            key("targets", Kind::Texts(&[]), "", "the functions that are called, in equal shares; without it, all"),
            key("mix", Kind::Mix, "", "the functions that are called, each with its weight"),
            alias(
                "ping_every_s",
                "ping_every",
                Kind::Seconds(PERIOD),
                "",
                "call each target once every so often besides, as a warmer does; the first call comes one such time after it is set",
            ),
        ],
    },
    Section {
        path: "load.client",
        meaning: "what the clients of the load do when they are turned away (429 or 500), as AWS's own SDKs do: wait, and try again",
        keys: &[
            key("retries", Kind::Count(CLIENT_RETRIES), "0", "how often a client tries again before it gives up"),
            alias(
                "back_off_s",
                "back_off",
                Kind::Seconds(BACK_OFF),
                "100ms",
                "the longest first wait; each further one may be twice as long",
            ),
            alias("back_off_max_s", "back_off_max", Kind::Seconds(BACK_OFF), "20s", "no wait is longer than this"),
            key(
                "jitter",
                Kind::Choice(&["full", "equal", "off"]),
                "full",
                "`full` waits anything from nothing to the longest, `equal` anything from half of it, `off` always the longest",
            ),
        ],
    },
    Section {
        path: "event_sources[]",
        meaning: "a modelled queue or stream whose records Lambda brings a function; it stands for Amazon SQS, Kinesis or DynamoDB streams until the simulator has them, and costs nothing itself",
        keys: &[
            key("name", Kind::Text, "", "what it is called; without it, its kind and number: `queue-1`"),
            key("kind", Kind::Choice(&["queue", "stream"]), "", "a standard queue, or a stream of shards in order"),
            key(
                "function",
                Kind::Text,
                "",
                "the function that gets its records; without it nobody reads it, as with a dead letter queue",
            ),
            key("backlog", Kind::Count(BACKLOG), "0", "records that are there at the start"),
            key("rps", Kind::Number(RPS), "0", "records a second that come after that"),
            key(
                "shape",
                Kind::Choice(&["steady", "poisson"]),
                "steady",
                "whether they come evenly, or independently of each other",
            ),
            key(
                "poison",
                Kind::Share,
                "0%",
                "share of records that no handler can make anything of: they make their batch fail",
            ),
            key("record_kb", Kind::Number(PAYLOAD), "0", "the size of a record"),
            key(
                "batch_size",
                Kind::Count(BATCH),
                "",
                "records an invocation, at most; without it 10 of a queue, 100 of a stream",
            ),
            alias(
                "batch_window_s",
                "batch_window",
                Kind::Seconds(WINDOW),
                "0s",
                "how long to wait for a batch to fill; a queue's batches over 10 need at least a second",
            ),
            key(
                "report_batch_item_failures",
                Kind::Bool,
                "false",
                "whether the handler says which records failed, instead of failing as a whole",
            ),
            key(
                "maximum_concurrency",
                Kind::Count(MAPPING_CONCURRENCY),
                "",
                "queue: batches handled at once, at most; without it 1,250",
            ),
            alias(
                "visibility_timeout_s",
                "visibility_timeout",
                Kind::Seconds(VISIBILITY),
                "30s",
                "queue: how long a record that was handed out is hidden, and when it comes back if it was not done",
            ),
            key(
                "max_receive_count",
                Kind::Count(RECEIVES),
                "",
                "queue: a record handed out so often is set aside; without it, never",
            ),
            key("shards", Kind::Count(SHARDS), "1", "stream: how many, each in order by itself"),
            alias("retention_s", "retention", Kind::Seconds(PERIOD), "24h", "stream: how long records stay"),
            key(
                "polls_per_s",
                Kind::Count(POLLS),
                "1",
                "stream: reads of a shard a second: 1 of Kinesis, 4 of DynamoDB",
            ),
            key("parallelization_factor", Kind::Count(FACTOR), "1", "stream: batches of one shard at once"),
            key(
                "bisect",
                Kind::Bool,
                "false",
                "stream: cut a batch that failed in two, to find the record that made it fail",
            ),
            key(
                "maximum_retry_attempts",
                Kind::Count(STREAM_RETRIES),
                "",
                "stream: how often a batch is tried again before it is skipped; without it, until its records expire",
            ),
            alias(
                "maximum_record_age_s",
                "maximum_record_age",
                Kind::Seconds(RECORD_AGE),
                "",
                "stream: records older than this are skipped; without it, none",
            ),
        ],
    },
    Section {
        path: "controls[]",
        meaning: "a setting the learner can turn",
        keys: &[
            key("target", Kind::Target, "", "the setting: `functions.hello.memory_mb`"),
            key("label", Kind::Text, "", "what it is called; without it, the name of the key"),
            key("values", Kind::Values, "", "the values to choose from"),
            key("min", Kind::Number(ANY), "", "the smallest value of a range"),
            key("max", Kind::Number(ANY), "", "the largest value of a range"),
            key("step", Kind::Number(ANY), "", "from value to value in a range"),
        ],
    },
    Section {
        path: "actions[]",
        meaning: "a key the learner can press",
        keys: &[
            key("key", Kind::Text, "", "one character"),
            key("label", Kind::Text, "", "what it does, in a word or two"),
            key("run", Kind::Commands, "", "what it runs: `load 20 burst`, several joined with `;`"),
        ],
    },
    Section {
        path: "faults[]",
        meaning: "something that happens by itself",
        keys: &[
            key(
                "at",
                Kind::Seconds(limit(0.0, A_CENTURY_S, "within the first 100 years")),
                "",
                "when, from the start of the run",
            ),
            key("run", Kind::Commands, "", "what happens: `fault slow orders-api 10`, several joined with `;`"),
        ],
    },
];

/// A behaviour written as a table.
pub const DIST_KEYS: &[(&str, &[&str], &str)] = &[
    ("constant", &["value"], "always the same"),
    ("lognormal", &["p50", "p95"], "mostly near the median, with a tail"),
    ("exponential", &["mean"], "memoryless"),
    ("uniform", &["min", "max"], "anything between two bounds, equally likely"),
    (
        "quantiles",
        &["min", "p50", "p90", "p99", "max"],
        "any shape: a straight line from quantile to quantile, 2 to 16 of `min`, `p1` to `p99_9999`, `max`; nothing is below the first or above the last",
    ),
];

/// The section at a path as the schema writes it.
pub fn section(path: &str) -> &'static Section {
    SECTIONS.iter().find(|section| section.path == path).unwrap_or(&SECTIONS[0])
}

impl Section {
    /// The row of a key, by either spelling.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name || key.alias == Some(name))
    }

    /// All spellings, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().flat_map(|key| std::iter::once(key.name).chain(key.alias))
    }
}

/// The schema as Markdown, for the author's guide.
pub fn guide() -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for section in SECTIONS {
        let heading = match section.path {
            "" => "The top of a lab".to_owned(),
            path => match path.strip_suffix("[]") {
                Some(list) => format!("`[[{list}]]`"),
                None => format!("`[{path}]`"),
            },
        };
        let _ = write!(
            text,
            "## {heading}\n\n{}.\n\n| key | holds | without it | meaning |\n|--|--|--|--|\n",
            capitalised(section.meaning)
        );
        for key in section.keys {
            let spelling = key.alias.map(|alias| format!(", `{alias}`")).unwrap_or_default();
            let default = if key.default.is_empty() { "-".to_owned() } else { format!("`{}`", key.default) };
            let _ = writeln!(
                text,
                "| `{}`{spelling} | {} | {default} | {} |",
                key.name,
                key.kind.words(),
                key.meaning.replace('|', "\\|")
            );
        }
        text.push('\n');
    }
    text + &distributions()
}

/// Behaviours that are not always the same.
fn distributions() -> String {
    use std::fmt::Write as _;
    let mut text = String::from(
        "## Distributions\n\nWhere a key holds a distribution: `{ dist = \"lognormal\", p50 = 20, p95 = 80 }`, with times in ms or as text.\n\n| `dist` | keys | meaning |\n|--|--|--|\n",
    );
    for (name, keys, meaning) in DIST_KEYS {
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let more = if *name == "quantiles" { ", …" } else { "" };
        let _ = writeln!(text, "| `{name}` | {}{more} | {meaning} |", keys.join(", "));
    }
    text
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl Kind {
    /// What a value looks like, in words for the guide and for errors.
    pub fn words(self) -> String {
        match self {
            Self::Text => "a text".to_owned(),
            Self::Texts(&[]) => "a list of texts".to_owned(),
            Self::Texts(words) => format!("a list of {}", words.join(", ")),
            Self::Bool => "true or false".to_owned(),
            Self::Count(_) => "a whole number".to_owned(),
            Self::Number(_) => "a number".to_owned(),
            Self::Seconds(_) => "a time such as \"30s\" or \"5m\"; a bare number is seconds".to_owned(),
            Self::SecondsRange(_) => "a time, or two as [least, most]; bare numbers are seconds".to_owned(),
            Self::Dist => "a time in ms, or a distribution".to_owned(),
            Self::MemoryDist(_) => {
                "memory such as 512, or `{ dist = \"quantiles\", min = 60, p50 = 77, max = 120 }`".to_owned()
            }
            Self::Megabytes(_) => "memory such as 512 or \"1GB\"".to_owned(),
            Self::Share => "a share such as \"2%\" or 0.02".to_owned(),
            Self::Choice(words) => words.join(" or "),
            Self::Runtime => "a runtime such as \"nodejs22.x\", or \"modelled\"".to_owned(),
            Self::Instance => "an instance type such as \"t3.medium\"".to_owned(),
            Self::LoadShape => "words joined with `+`: \"steady+burst\"".to_owned(),
            Self::Counts => "counts such as [12, 0, 7], or `{ NAME = [12, 0, 7] }`".to_owned(),
            Self::Aliases => "a table of name = version, or `\"1=90% 2=10%\"`".to_owned(),
            Self::Mix => "a table of function = weight".to_owned(),
            Self::Commands => "commands such as \"load 20 burst\"".to_owned(),
            Self::Target => "the name of a setting".to_owned(),
            Self::Values => "a list of values".to_owned(),
            Self::Goals => "a list of goals".to_owned(),
        }
    }
}
