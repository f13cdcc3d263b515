//! Floor 0: exact quantities, one type each. Everything that decides an event or a bill is an integer.

mod id;
mod memory;
mod money;
mod parse;
mod ratio;
mod time;

pub use id::{EnvironmentId, FunctionId, InvocationId, RequestId};
pub use memory::Megabytes;
pub use money::Money;
pub use parse::{QuantityError, parse_fractional_megabytes, parse_megabytes, parse_number, parse_ratio, parse_span};
pub use ratio::Ratio;
pub use time::{Moment, Span};
