//! Runtimes of functions, and how long their INIT was measured to take.

use super::Published;
use crate::units::{Megabytes, Span};

/// The processor a function runs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Architecture {
    /// Intel and AMD.
    #[default]
    #[serde(rename = "x86_64")]
    X86_64,
    /// Graviton.
    #[serde(rename = "arm64")]
    Arm64,
}

/// How a function's code is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Package {
    /// An archive that is unpacked before INIT.
    #[default]
    Zip,
    /// A container image that is read as it is touched.
    Image,
}

/// A runtime that functions can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// What a lab calls it: `nodejs22.x`, `rust_al2023`.
    pub id: String,
    /// What a person calls it: `Node.js 22`.
    pub title: String,
    /// What the provider calls it; languages without a managed runtime share `provided.al2023`.
    pub identifier: String,
    /// What an `INIT_START` line prints: `nodejs:22.v48`.
    pub version: String,
    /// The ARN behind it.
    pub version_arn: String,
    /// Where the version comes from (a model value where the provider publishes none).
    pub published: Published,
}

/// Measured INIT of a hello-world function; memory size makes no difference to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitRow {
    /// The runtime.
    pub runtime: String,
    /// The package.
    pub package: Package,
    /// The processor.
    pub architecture: Architecture,
    /// Five in a hundred starts are faster.
    pub p5: Span,
    /// The median.
    pub p50: Span,
    /// Five in a hundred starts are slower.
    pub p95: Span,
    /// One in a hundred starts is slower.
    pub p99: Span,
    /// Duration of the first invocation at 128, 256, 512 and 1,024 MB: what a runtime still loads lazily.
    pub first_invoke: [Span; 4],
    /// Memory in use afterwards.
    pub max_memory_used: Megabytes,
    /// How many starts were measured.
    pub samples: u32,
    /// Who measured, and when.
    pub published: Published,
}

/// How long a function was measured to take to come back from a snapshot, until its handler can start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreTime {
    /// The runtime.
    pub runtime: String,
    /// The median of Restore Duration at 128, 256, 512 and 1,024 MB.
    pub p50: [Span; 4],
    /// Who measured, and when.
    pub published: Published,
}

impl Architecture {
    /// `x86_64` or `arm64`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        }
    }
}

impl Package {
    /// `zip` or `image`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Image => "image",
        }
    }
}
