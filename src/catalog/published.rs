//! Where a number comes from and how sure it is. No number is shown as true of a provider without this.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

/// Source, date and certainty of a published or measured number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Who says so: a public page, data set or repository. Shared: many numbers come from one page.
    pub source: Arc<str>,
    /// The day it was read, as `YYYY-MM-DD`.
    pub date: Arc<str>,
    /// How sure it is.
    pub certainty: Certainty,
}

/// How sure a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The provider says so.
    Documented,
    /// Somebody measured it, and published how.
    Measured,
    /// Many public tables agree, the provider's own was not read.
    Common,
    /// Follows from documented numbers.
    Derived,
    /// Our choice where nobody published one; shown as "model value".
    Model,
    /// Given by the person who asks, for this calculation only.
    Given,
}

impl Published {
    /// Whether it must be shown as "model value".
    pub fn is_model(&self) -> bool {
        self.certainty == Certainty::Model
    }
}

impl Certainty {
    /// The word people read: `model value`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Measured => "measured",
            Self::Common => "commonly published",
            Self::Derived => "derived",
            Self::Model => "model value",
            Self::Given => "given",
        }
    }
}

/// A certainty is written as people read it.
impl Serialize for Certainty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.label())
    }
}
