//! The test service's words: a second service beside Lambda, so that nothing can grow to know only one.

/// What can be asked of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// To answer with this number, after asking itself once for each lower one.
    CountDown(u32),
}

/// What it answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// The number, and how many calls it took.
    CountDown {
        /// The number.
        from: u32,
        /// Calls, this one included.
        calls: u32,
    },
}

impl Operation {
    /// The action as an IAM policy writes it.
    pub const fn action(&self) -> &'static str {
        "echo:CountDown"
    }

    /// There is one echo.
    pub const fn resource(&self) -> u16 {
        0
    }
}
