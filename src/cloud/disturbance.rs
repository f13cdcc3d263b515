//! Something that goes wrong on purpose.

use crate::units::{FunctionId, Ratio};

/// What a learner can break, and mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Disturbance {
    /// Everything works again.
    None,
    /// The provider takes idle environments away, as it may at any time: of one function, or of all.
    Recycle(Option<FunctionId>),
    /// What the function waits for takes this share of its usual time; three times it is `Ratio(3_000_000_000)`.
    Slow {
        /// Which function.
        function: FunctionId,
        /// One is normal.
        factor: Ratio,
    },
    /// This share of the function's invocations fails, whatever its model says.
    Errors {
        /// Which function.
        function: FunctionId,
        /// Of all its invocations.
        share: Ratio,
    },
    /// What is asked of an address outside takes this share of its usual time.
    SlowEndpoint {
        /// Which endpoint.
        endpoint: u16,
        /// One is normal.
        factor: Ratio,
    },
    /// This share of what is asked of an address outside is answered with an error.
    EndpointErrors {
        /// Which endpoint.
        endpoint: u16,
        /// Of all requests.
        share: Ratio,
    },
}
