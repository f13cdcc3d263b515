//! How a function is configured, in the provider's words.

use std::fmt;
use std::sync::Arc;

use crate::cloud::{AsyncConfig, Code, Dist, LoggingConfig, PlatformFacts, QuantileLine, VersionsConfig};
use crate::units::{Megabytes, Ratio, Span};

/// A function's configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionConfig {
    /// What runs the code.
    pub runtime: Runtime,
    /// On which processor.
    pub architecture: Architecture,
    /// How the code is packed.
    pub package: PackageKind,
    /// How large it is, unpacked.
    pub package_size: Megabytes,
    /// The memory setting, which also buys the share of a processor.
    pub memory: Megabytes,
    /// When an invocation is cut off.
    pub timeout: Span,
    /// The size of `/tmp`.
    pub ephemeral_storage: Megabytes,
    /// Concurrency set aside for it, which is also its limit.
    pub reserved_concurrency: Option<u32>,
    /// How long an idle environment is kept (shortest, longest); the platform's model value when absent.
    pub idle_expiry: Option<(Span, Span)>,
    /// How old an environment becomes (youngest, oldest); the platform's model value when absent.
    pub max_age: Option<(Span, Span)>,
    /// Which idle environment takes the next request.
    pub routing: Routing,
    /// Published versions: provisioned concurrency, snapshots.
    pub versions: VersionsConfig,
    /// What happens to events that nobody waits for.
    pub asynchronous: AsyncConfig,
    /// What it writes about itself.
    pub logging: LoggingConfig,
    /// What an invocation does.
    pub handler: Handler,
}

/// What runs the code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Runtime {
    /// No provider share in a cold start: everything is what the model says.
    Modelled,
    /// A runtime of the catalog, as in `nodejs22.x`.
    Named(String),
}

/// Which processor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Architecture {
    /// Intel and AMD.
    #[default]
    X86_64,
    /// Graviton.
    Arm64,
}

/// How the code is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageKind {
    /// A zip file.
    #[default]
    Zip,
    /// A container image.
    Image,
}

/// Which idle environment takes the next request. Providers do not say; this is a model value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Routing {
    /// The one that finished last.
    #[default]
    Mru,
    /// The one that was created last.
    Newest,
    /// The one that finished first: then every environment is used, and none grows cold.
    Lru,
    /// Any of them.
    Random,
}

/// What an invocation does.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one for each function")]
pub enum Handler {
    /// Times, memory and failures by distribution.
    Model(Model),
    /// JavaScript, which takes what it takes.
    Code(Arc<Code>),
}

impl Handler {
    /// The distributions. Of code they say only what it does not say itself.
    pub fn model(&self) -> &Model {
        match self {
            Self::Model(model) => model,
            Self::Code(code) => &code.beside,
        }
    }

    /// The distributions, to change them.
    pub fn model_mut(&mut self) -> &mut Model {
        match self {
            Self::Model(model) => model,
            Self::Code(code) => &mut Arc::make_mut(code).beside,
        }
    }

    /// The code, where it is code.
    pub fn code(&self) -> Option<&Arc<Code>> {
        match self {
            Self::Model(_) => None,
            Self::Code(code) => Some(code),
        }
    }
}

/// A function as a few distributions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The function's own INIT, at full processor speed.
    pub init: Dist,
    /// Computing, at one vCPU; slower with less memory.
    pub cpu: Dist,
    /// Waiting for others; memory does not help.
    pub wait: Dist,
    /// Extra computing in an environment's first invocation, at one vCPU: what was not loaded in INIT.
    pub first_call: Dist,
    /// What the function itself does after it is restored from a snapshot: opening connections again.
    pub restore: Dist,
    /// The most memory it uses.
    pub memory_used: Megabytes,
    /// How what its invocations use is spread, where that varies, in megabytes.
    pub memory_spread: Option<QuantileLine>,
    /// The share of invocations that fail in the handler.
    pub error_rate: Ratio,
    /// The size of its answer, in bytes.
    pub response: u32,
    /// How they fail.
    pub failure: Failure,
    /// A line that each call prints; `{call}` stands for how many calls its environment has had.
    pub prints: Option<String>,
}

/// How a modelled handler fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failure {
    /// It throws; its environment lives on.
    #[default]
    Throw,
    /// Its process ends; the next invocation starts it again.
    Exit,
}

/// A setting the provider would refuse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Memory out of range.
    #[error("memory must be between {min} and {max}, not {value}")]
    Memory {
        /// What was asked.
        value: Megabytes,
        /// The least.
        min: Megabytes,
        /// The most.
        max: Megabytes,
    },
    /// Timeout out of range.
    #[error("timeout must be between 1 s and {max}, not {value}")]
    Timeout {
        /// What was asked.
        value: Span,
        /// The most.
        max: Span,
    },
    /// `/tmp` out of range.
    #[error("ephemeral storage must be between {min} and {max}, not {value}")]
    EphemeralStorage {
        /// What was asked.
        value: Megabytes,
        /// The least.
        min: Megabytes,
        /// The most.
        max: Megabytes,
    },
    /// Reserving this much would leave too little for the other functions.
    #[error("at most {most} of the account's concurrency can be reserved: {unreserved_min} must stay unreserved")]
    ReservedConcurrency {
        /// What could be reserved by this function.
        most: u32,
        /// What must stay.
        unreserved_min: u32,
    },
    /// More is provisioned than the account has to give.
    #[error(
        "at most {most} can be provisioned: provisioned concurrency counts against the account's, of which {unreserved_min} must stay unreserved"
    )]
    ProvisionedConcurrency {
        /// What could be provisioned by this function.
        most: u32,
        /// What must stay.
        unreserved_min: u32,
    },
    /// More is provisioned than the function reserves.
    #[error(
        "{provisioned} cannot be provisioned, because only {reserved} are reserved for the function: reserve at least {provisioned}"
    )]
    ProvisionedOverReserved {
        /// What was asked.
        provisioned: u32,
        /// Its reserved concurrency.
        reserved: u32,
    },
    /// A function that cannot be restored from snapshots.
    #[error("AWS Lambda has no SnapStart {with}")]
    SnapStart {
        /// Since when, or for what, not.
        with: String,
    },
    /// There is no such version, or it was deleted.
    #[error("version {number} does not exist")]
    NoVersion {
        /// What was asked.
        number: u32,
    },
    /// Weights that do not add up to one, or too many of them.
    #[error("the weights of an alias are one or two versions that add up to 100 %")]
    Weights,
    /// More retries than the platform makes.
    #[error("maximum retry attempts must be between 0 and {max}, not {value}")]
    RetryAttempts {
        /// What was asked.
        value: u32,
        /// The most.
        max: u32,
    },
    /// An age out of range.
    #[error("maximum event age must be between {min} and {max}, not {value}")]
    EventAge {
        /// What was asked.
        value: Span,
        /// The least.
        min: Span,
        /// The most.
        max: Span,
    },
    /// A setting of an event source mapping out of range.
    #[error("{what} must be between {min} and {max}, not {value}")]
    Mapping {
        /// Which setting.
        what: &'static str,
        /// What was asked.
        value: u32,
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
    /// The catalog has no such runtime for this package and processor.
    #[error("no runtime `{runtime}` for {package} on {architecture}")]
    Runtime {
        /// What was asked.
        runtime: String,
        /// How the code is packed.
        package: PackageKind,
        /// On which processor.
        architecture: Architecture,
    },
    /// The shortest is longer than the longest.
    #[error("{what}: the shortest, {min}, is longer than the longest, {max}")]
    Range {
        /// Of what.
        what: &'static str,
        /// The shortest.
        min: Span,
        /// The longest.
        max: Span,
    },
    /// More than a world holds.
    #[error("a world holds at most {most} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The bound.
        most: usize,
    },
}

impl FunctionConfig {
    /// Whether the platform would accept it; reserved concurrency depends on the others and is checked by the world.
    pub fn check(&self, facts: &PlatformFacts) -> Result<(), ConfigError> {
        let (value, (min, max)) = (self.memory, facts.memory);
        if value < min || value > max {
            return Err(ConfigError::Memory { value, min, max });
        }
        let (value, max) = (self.timeout, facts.timeout_max);
        if value < Span::from_secs(1) || value > max {
            return Err(ConfigError::Timeout { value, max });
        }
        let (value, (min, max)) = (self.ephemeral_storage, facts.ephemeral_storage);
        if value < min || value > max {
            return Err(ConfigError::EphemeralStorage { value, min, max });
        }
        for (what, range) in [("idle expiry", self.idle_expiry), ("maximum age", self.max_age)] {
            if let Some((min, max)) = range.filter(|(min, max)| min > max) {
                return Err(ConfigError::Range { what, min, max });
            }
        }
        self.check_runtime(facts)?;
        self.asynchronous.check(&facts.asynchronous)?;
        self.versions.check(self, facts)
    }

    fn check_runtime(&self, facts: &PlatformFacts) -> Result<(), ConfigError> {
        let (package, architecture) = (self.package, self.architecture);
        match &self.runtime {
            Runtime::Named(name) if !facts.init.contains_key(&(name.clone(), package, architecture)) => {
                Err(ConfigError::Runtime { runtime: name.clone(), package, architecture })
            }
            _ => Ok(()),
        }
    }

    /// Whether a change from `self` to `other` is a deployment: new environments for everything that an environment is made of.
    pub(crate) fn needs_new_environments(&self, other: &Self) -> bool {
        let made_of = |config: &Self| {
            (
                config.runtime.clone(),
                config.architecture,
                config.package,
                config.package_size,
                config.memory,
                config.timeout,
                config.ephemeral_storage,
                config.logging,
            )
        };
        made_of(self) != made_of(other) || self.handler != other.handler
    }

    /// Whether a snapshot of a version is charged for. Java pays neither for the cache nor for restores.
    pub fn pays_for_snapshots(&self) -> bool {
        self.versions.snap_start && self.runtime.pays_for_snapshots()
    }

    /// Whether a change from `self` to `other` puts an image in place that has never started.
    pub(crate) fn needs_new_image(&self, other: &Self) -> bool {
        let image = |config: &Self| (config.package, config.package_size, config.runtime.clone(), config.architecture);
        other.package == PackageKind::Image && image(self) != image(other)
    }
}

impl Runtime {
    /// Whether AWS charges for snapshots of functions that run on it.
    pub(crate) fn pays_for_snapshots(&self) -> bool {
        !matches!(self, Self::Named(name) if name.starts_with("java"))
    }

    /// From its name in a lab.
    pub fn named(name: &str) -> Self {
        if name == "modelled" { Self::Modelled } else { Self::Named(name.to_owned()) }
    }
}

impl fmt::Display for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Modelled => f.pad("modelled"),
            Self::Named(name) => f.pad(name),
        }
    }
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        })
    }
}

impl fmt::Display for PackageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Zip => "zip",
            Self::Image => "image",
        })
    }
}

impl fmt::Display for Routing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Mru => "mru",
            Self::Newest => "newest",
            Self::Lru => "lru",
            Self::Random => "random",
        })
    }
}
