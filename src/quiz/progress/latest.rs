//! A value of which the latest one counts, whatever the order they become known in.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::{Deserialize, Serialize};

use super::EventId;

/// When something happened; of two things in one millisecond, the name decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// Milliseconds since 1970.
    pub at_ms: u64,
    /// The event.
    pub id: EventId,
}

/// A value and when it was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest<T> {
    /// When.
    pub stamp: Stamp,
    /// What.
    pub value: T,
}

impl<T> Latest<T> {
    /// The later of the two.
    pub(super) fn or_later(self, other: Self) -> Self {
        if self.stamp <= other.stamp { other } else { self }
    }
}

/// Takes a value for a key unless a later one is known.
pub(super) fn offer<T>(known: &mut BTreeMap<String, Latest<T>>, key: &str, new: Latest<T>) {
    match known.entry(key.to_owned()) {
        Entry::Vacant(empty) => {
            empty.insert(new);
        }
        Entry::Occupied(mut held) => {
            if held.get().stamp <= new.stamp {
                held.insert(new);
            }
        }
    }
}
