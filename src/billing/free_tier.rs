//! Which free allowances are taken off a bill.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::catalog::Term;

/// Which free allowances are taken off a bill.
///
/// An allowance shared by several meters is used up in the order in which the catalog lists them: for Lambda's
/// 400,000 GB-s first x86, then arm. Tiers count what is left after that, as the AWS Pricing Calculator does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreeTier {
    /// None: the list price of everything.
    #[default]
    None,
    /// Those that every account has for ever.
    Always,
    /// Those, and the ones of an account's first year.
    All,
}

impl FreeTier {
    /// Every choice, by its name on the command line.
    pub const ALL: [(&'static str, Self); 3] = [("none", Self::None), ("always", Self::Always), ("all", Self::All)];

    /// Its name: `always`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Always => "always",
            Self::All => "all",
        }
    }

    /// Whether allowances of that term are taken off.
    pub fn includes(self, term: Term) -> bool {
        match self {
            Self::None => false,
            Self::Always => term == Term::Always,
            Self::All => true,
        }
    }
}

impl fmt::Display for FreeTier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
