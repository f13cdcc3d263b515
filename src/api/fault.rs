//! Why a service did not do what it was asked, in AWS's own names.

/// A refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Fault {
    /// Too much at once, or too much in a second.
    #[error("{}", .0.message())]
    TooManyRequests(ThrottleReason),
    /// The request carries no credentials.
    #[error("Missing Authentication Token")]
    MissingAuthenticationToken,
    /// The credentials do not allow this.
    #[error("User is not authorized to perform: {action}")]
    AccessDenied {
        /// The action as a policy writes it.
        action: &'static str,
    },
    /// The event is larger than its kind of invocation takes.
    #[error("{bytes} byte payload is too large for the {invocation_type} invocation type (limit {limit} bytes)")]
    RequestEntityTooLarge {
        /// The event's size.
        bytes: u64,
        /// The most there may be.
        limit: u64,
        /// As `X-Amz-Invocation-Type` has it.
        invocation_type: &'static str,
    },
    /// The chain of invocations that led here has gone round too often.
    #[error("Lambda detected that the function is invoked in a recursive loop, and stopped it")]
    RecursiveInvocation,
    /// A version whose snapshot is not taken yet.
    #[error(
        "Lambda is initializing your function. It will be ready to invoke once your function state becomes ACTIVE."
    )]
    SnapStartNotReady,
    /// A restore from a snapshot did not end in time.
    #[error("Lambda couldn't restore the snapshot within the timeout limit.")]
    SnapStartTimeout,
    /// What was asked for does not exist.
    #[error("Function not found")]
    ResourceNotFound,
    /// The simulator itself has no room for more.
    #[error("The service encountered an internal error.")]
    Service,
}

/// Which limit a throttled request met; the names of Lambda's `TooManyRequestsException`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThrottleReason {
    /// The account has as many requests in progress as it may.
    ConcurrentInvocationLimitExceeded,
    /// The account's requests a second, or the rate at which one function may gain environments.
    FunctionInvocationRateLimitExceeded,
    /// The function's reserved concurrency is in use.
    ReservedFunctionConcurrentInvocationLimitExceeded,
    /// Ten requests a second for each of the function's reserved concurrency.
    ReservedFunctionInvocationRateLimitExceeded,
    /// The caller's own rate.
    CallerRateLimitExceeded,
}

impl Fault {
    /// The exception's name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooManyRequests(_) => "TooManyRequestsException",
            Self::MissingAuthenticationToken => "MissingAuthenticationTokenException",
            Self::AccessDenied { .. } => "AccessDeniedException",
            Self::RequestEntityTooLarge { .. } => "RequestEntityTooLargeException",
            Self::RecursiveInvocation => "RecursiveInvocationException",
            Self::SnapStartNotReady => "SnapStartNotReadyException",
            Self::SnapStartTimeout => "SnapStartTimeoutException",
            Self::ResourceNotFound => "ResourceNotFoundException",
            Self::Service => "ServiceException",
        }
    }

    /// Whether a client that tries again does so after this: AWS's own clients do when they came too often, and when it is not
    /// their fault.
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::TooManyRequests(_) | Self::Service)
    }

    /// The HTTP status it comes with.
    pub const fn status(&self) -> u16 {
        match self {
            Self::TooManyRequests(_) => 429,
            Self::MissingAuthenticationToken | Self::AccessDenied { .. } => 403,
            Self::RequestEntityTooLarge { .. } => 413,
            Self::RecursiveInvocation => 400,
            Self::SnapStartNotReady => 409,
            Self::SnapStartTimeout => 408,
            Self::ResourceNotFound => 404,
            Self::Service => 500,
        }
    }
}

impl ThrottleReason {
    /// Every reason, in the order of [`ThrottleReason::index`].
    pub const ALL: [Self; 5] = [
        Self::ConcurrentInvocationLimitExceeded,
        Self::FunctionInvocationRateLimitExceeded,
        Self::ReservedFunctionConcurrentInvocationLimitExceeded,
        Self::ReservedFunctionInvocationRateLimitExceeded,
        Self::CallerRateLimitExceeded,
    ];

    /// Its place in [`ThrottleReason::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The `Reason` member of the exception.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConcurrentInvocationLimitExceeded => "ConcurrentInvocationLimitExceeded",
            Self::FunctionInvocationRateLimitExceeded => "FunctionInvocationRateLimitExceeded",
            Self::ReservedFunctionConcurrentInvocationLimitExceeded => {
                "ReservedFunctionConcurrentInvocationLimitExceeded"
            }
            Self::ReservedFunctionInvocationRateLimitExceeded => "ReservedFunctionInvocationRateLimitExceeded",
            Self::CallerRateLimitExceeded => "CallerRateLimitExceeded",
        }
    }

    /// The `message` member; AWS writes the caller's rate with a small letter and without a full stop.
    pub const fn message(self) -> &'static str {
        match self {
            Self::CallerRateLimitExceeded => "Rate exceeded",
            _ => "Rate Exceeded.",
        }
    }

    /// The body of the 429.
    pub fn body(self) -> String {
        format!(r#"{{"Reason":"{}","Type":"User","message":"{}"}}"#, self.name(), self.message())
    }
}
