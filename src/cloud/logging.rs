//! What a function writes about itself: the format of its log, and its traces.

use std::fmt;

/// How a function's log is written. The code of an environment reads these when it starts, so a change is a deployment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LoggingConfig {
    /// Lines of text, or a JSON object a line.
    pub format: LogFormat,
    /// What of the platform's own events a log in JSON keeps.
    pub system_level: SystemLogLevel,
    /// Whether the function's requests are traced.
    pub tracing: Tracing,
}

/// The setting `LogFormat`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogFormat {
    /// `START`, `END` and `REPORT`, with tabs.
    #[default]
    Text,
    /// `{"time", "type", "record"}` for the platform, `{"timestamp", "level", "message", "requestId"}` for the function.
    Json,
}

/// The setting `SystemLogLevel`: this level and all that matter more. The least detail is the greatest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SystemLogLevel {
    /// Every event.
    Debug,
    /// Starts and reports.
    #[default]
    Info,
    /// What went wrong.
    Warn,
}

/// The setting `TracingConfig.Mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tracing {
    /// The caller decides; a caller from outside brings no trace.
    #[default]
    PassThrough,
    /// Lambda chooses requests to trace.
    Active,
}

/// What became of one request's trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Traced {
    /// Nobody traces this function.
    #[default]
    Off,
    /// It was not chosen.
    Passed,
    /// It was chosen.
    Sampled,
}

impl LogFormat {
    /// From its name in a lab.
    pub fn named(name: &str) -> Self {
        if name == "json" { Self::Json } else { Self::Text }
    }
}

impl SystemLogLevel {
    /// From its name in a lab.
    pub fn named(name: &str) -> Self {
        match name {
            "debug" => Self::Debug,
            "warn" => Self::Warn,
            _ => Self::Info,
        }
    }
}

impl Tracing {
    /// From its name in a lab.
    pub fn named(name: &str) -> Self {
        if name == "active" { Self::Active } else { Self::PassThrough }
    }
}

impl fmt::Display for LogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}
