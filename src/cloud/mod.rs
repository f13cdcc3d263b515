//! Floor 3: the world, a small cloud that really runs.

mod catalog;
mod config;
mod dist;
mod facts;
mod record;
mod spec;
mod view;

pub use config::{Architecture, ConfigError, FunctionConfig, Handler, Model, PackageKind, Routing, Runtime};
pub use dist::Dist;
pub use facts::{InitKey, InitTime, PlatformFacts, PlatformTime};
pub use record::{AccountRecord, Counters, FunctionRecord, Level, Slice, Usage};
pub use spec::{AccountConfig, Detail, EPOCH_UNIX_S, FunctionSpec, WorldSpec};
pub use view::{
    AccountStatus, Disturbance, EnvironmentState, EnvironmentStatus, FunctionStatus, InvocationSpan, LogKind, LogLine,
    ModelNote, Outcome,
};
