//! Functions of a lab: the figures of their sample or of their model, and the provider's settings.

use super::aliases;
use super::asynchronous::{self, Targets};
use super::code;
use super::dist::{dist_text, quantiles_text};
use super::event_sources;
use super::hours;
use super::read::{Reader, Reading, missing};
use super::rules::{EC2, Sample};
use super::schema::section;
use super::tree::Table;
use crate::catalog::{Meter, Package};
use crate::cloud::{
    Architecture, AsyncConfig, ConfigError, Dist, Failure, FunctionConfig, FunctionSpec, Handler, LogFormat,
    LoggingConfig, Model, PackageKind, Routing, Runtime, ScheduledTarget, SystemLogLevel, Tracing, VersionsConfig,
};
use crate::problem::{Problem, nearest};
use crate::units::{Megabytes, Ratio, Span};

/// A function of a lab.
#[derive(Clone, Debug, PartialEq)]
pub struct LabFunction {
    /// Its name.
    pub name: String,
    /// The file that it runs.
    pub code: Option<String>,
    /// The file to show beside the lab: what it runs, or what its model stands for.
    pub shows: Option<String>,
    /// The sample it behaves like, if it does.
    pub sample: Option<String>,
    /// Whether its heavy part is loaded when first needed.
    pub lazy_load: bool,
    /// What the world runs.
    pub config: FunctionConfig,
}

/// A rented server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name in the lab.
    pub name: String,
    /// Its type.
    pub instance: String,
    /// How many of them.
    pub count: u32,
    /// What its hours are charged as.
    pub meter: Meter,
}

/// The runtime of a function that says nothing: the one the lessons' code is written for.
const RUNTIME_DEFAULT: &str = "nodejs22.x";
/// A few lines of code and no dependencies.
const PACKAGE_DEFAULT: Megabytes = Megabytes(1);
/// What a function without a runtime of the catalog uses when its model does not say: a small program. A model value.
const MEMORY_USED_DEFAULT: Megabytes = Megabytes(32);
/// Functions of one lab: more do not fit a screen, nor a head.
const FUNCTIONS_MAX: usize = 100;
/// Servers of one lab.
const SERVERS_MAX: usize = 20;

/// All functions of a lab, in the order of the file.
pub fn read_all(reader: &mut Reader, table: &Table, account_concurrency: u32) -> Vec<LabFunction> {
    let Some((tables, place)) = table.get("functions").and_then(|entry| reader.table_of("functions", &entry.node))
    else {
        if table.get("functions").is_none() && table.get("servers").is_none() {
            reader.note(
                Problem::error(0..0, "the lab has nothing to run").with_help("give it a function: [functions.hello]"),
            );
        }
        return Vec::new();
    };
    let mut functions = Vec::new();
    let (mut reserved, mut provisioned) = (0_u32, 0_u32);
    let names: Vec<&str> =
        tables.iter().map(|entry| entry.key.as_str()).filter(|name| is_function_name(name)).collect();
    let sources = event_sources::names(table);
    let targets = Targets { functions: &names, sources: &sources };
    for entry in tables.iter() {
        if !is_function_name(&entry.key) {
            let problem =
                Problem::error(entry.key_span.clone(), format!("`{}` cannot be the name of a function", entry.key));
            reader.note(problem.with_help("AWS Lambda allows 1 to 64 letters, digits, hyphens and underscores"));
            continue;
        }
        let Some(node) = reader.table_of(&entry.key, &entry.node) else { continue };
        let reading = reader.open(
            section("functions.NAME"),
            Some(node),
            &["model", "async", "provisioned_schedule", code::VARIABLES],
        );
        let mut function = read_one(reader, &entry.key, &reading);
        function.config.asynchronous = asynchronous::read(reader, &reading, &targets);
        reserved += function.config.reserved_concurrency.unwrap_or(0);
        check_reserved(reader, &reading, reserved, account_concurrency);
        if function.config.reserved_concurrency.is_none() {
            provisioned += function.config.versions.provisioned_most();
        }
        check_provisioned(reader, &reading, (reserved, provisioned), account_concurrency);
        functions.push(function);
    }
    if functions.len() > FUNCTIONS_MAX {
        reader.note(Problem::error(
            place,
            format!("a lab has at most {FUNCTIONS_MAX} functions, this one has {}", functions.len()),
        ));
        functions.truncate(FUNCTIONS_MAX);
    }
    functions
}

fn is_function_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn check_reserved(reader: &mut Reader, reading: &Reading<'_>, reserved: u32, account: u32) {
    let unreserved = reader.rules.facts.unreserved_min;
    if reading.node("reserved_concurrency").is_some() && reserved > 0 && reserved + unreserved > account {
        let most = account.saturating_sub(unreserved);
        let problem = Problem::error(
            reading.place_of("reserved_concurrency"),
            format!("{reserved} reserved of the account's {account} leaves too little for the others"),
        );
        reader.note(
            problem.with_help(format!("AWS Lambda keeps {unreserved} unreserved: at most {most} can be reserved here")),
        );
    }
}

/// Provisioned concurrency counts against the account's, and leaves as much unreserved as reservations must.
fn check_provisioned(reader: &mut Reader, reading: &Reading<'_>, taken: (u32, u32), account: u32) {
    let ((reserved, provisioned), unreserved) = (taken, reader.rules.facts.unreserved_min);
    let has_own = ["provisioned_concurrency", "provisioned_schedule"]
        .iter()
        .any(|key| reading.table.is_some_and(|table| table.get(key).is_some()));
    let most = account.saturating_sub(unreserved).saturating_sub(reserved);
    if has_own && provisioned > most {
        let problem = Problem::error(
            reading.place_of("provisioned_concurrency"),
            format!("{provisioned} provisioned of the account's {account} leaves too little for the others"),
        );
        reader.note(problem.with_help(format!(
            "AWS Lambda keeps {unreserved} unreserved: at most {most} can be provisioned here, over all functions"
        )));
    }
}

fn read_one(reader: &mut Reader, name: &str, reading: &Reading<'_>) -> LabFunction {
    let code = reader.text(reading, "code");
    let sample = if code.is_some() { None } else { sample(reader, name, reading) };
    let node =
        reading.table.and_then(|table| table.get("model")).and_then(|entry| reader.table_of("model", &entry.node));
    let given = reader.open(section("functions.NAME.model"), node, &[]);
    let lazy_load = reader.flag(reading, "lazy_load");
    let (model, lazy_known) = model(reader, &given, sample.as_ref().map(|(_, sample)| sample), lazy_load);
    if lazy_load && !lazy_known {
        let problem = Problem::error(reading.place_of("lazy_load"), format!("`{name}` has nothing to load lazily"));
        reader.note(problem.with_help("its model needs `lazy_init`: what is left of `init` then"));
    }
    let mut config = config(reader, reading, sample.as_ref().map(|(_, sample)| sample), model);
    if let Some(path) = &code {
        code::read(reader, reading, &mut config, path);
    }
    if sample.is_none() && given.node("memory_used_mb").is_none() {
        let measured = memory_used(reader, &config);
        let model = config.handler.model_mut();
        model.memory_used = measured;
    }
    check_package(reader, reading, &config);
    check_invoke_mode(reader, reading);
    if let Err(error) = config.check(&reader.rules.facts)
        && !reader.has_errors()
    {
        let key = match error {
            ConfigError::SnapStart { .. } => "snap_start",
            ConfigError::ProvisionedOverReserved { .. } => "provisioned_concurrency",
            _ => "runtime",
        };
        reader.note(Problem::error(reading.place_of(key), error.to_string()));
    }
    let shows = reader.text(reading, "shows").or_else(|| code.clone());
    LabFunction { name: name.to_owned(), code, shows, sample: sample.map(|(name, _)| name), lazy_load, config }
}

/// The sample a function behaves like: the one it names, else the one of its own name.
fn sample(reader: &mut Reader, name: &str, reading: &Reading<'_>) -> Option<(String, Sample)> {
    let named = reader.text(reading, "sample");
    let wanted = named.as_deref().unwrap_or(name);
    if let Some(sample) = reader.rules.samples.get(wanted) {
        return Some((wanted.to_owned(), sample.clone()));
    }
    let known = || reader.rules.samples.keys().map(String::as_str);
    if named.is_some() {
        reader.problems.push(Problem::unknown(reading.place_of("sample"), "sample", wanted, known()));
    } else if reading.table.is_none_or(|table| table.get("model").is_none()) {
        let problem = Problem::error(
            reading.place.0..reading.place.1,
            format!("`{name}` is no sample function and has no model"),
        );
        let help = match nearest(name, known()) {
            Some(nearest) => format!("did you mean `{nearest}`? Otherwise write [functions.{name}.model]"),
            None => format!(
                "write [functions.{name}.model], or name it after a sample: {}",
                known().collect::<Vec<_>>().join(", ")
            ),
        };
        reader.note(problem.with_help(help));
    }
    None
}

/// What is given, else the sample's, else nothing; and whether lazy loading means anything.
fn model(reader: &mut Reader, given: &Reading<'_>, sample: Option<&Sample>, lazy_load: bool) -> (Model, bool) {
    let millis = |millis: f64| Dist::Constant(Span::from_millis_f64(millis));
    let mut dist = |name: &str, of_sample: fn(&Sample) -> Option<f64>| {
        reader.dist(given, name).or_else(|| sample.and_then(of_sample).map(millis))
    };
    let init = dist("init", |sample| Some(sample.init_ms));
    let cpu = dist("cpu", |sample| Some(sample.cpu_ms));
    let wait = dist("wait", |sample| Some(sample.wait_ms));
    let restore = dist("restore", |_| None);
    let lazy_init = dist("lazy_init", |sample| sample.lazy_init_ms);
    let lazy_first_call = dist("lazy_first_call", |sample| Some(sample.lazy_first_call_ms));
    let memory = reader.memory(given, "memory_used_mb");
    let memory = memory.or_else(|| sample.map(|sample| (Megabytes(sample.memory_used_mb), None)));
    let (memory_used, memory_spread) = memory.unwrap_or_default();
    let error_rate =
        reader.ratio(given, "error_rate").or_else(|| sample.map(|sample| Ratio::from_f64(sample.error_rate)));
    let failure = reader.text(given, "failure");
    let prints = reader.text(given, "prints");
    let response_kb = reader.number(given, "response_kb");
    let lazy_known = lazy_init.is_some();
    let model = Model {
        init: if lazy_load { lazy_init.or(init) } else { init }.unwrap_or_default(),
        cpu: cpu.unwrap_or_default(),
        wait: wait.unwrap_or_default(),
        restore: restore.unwrap_or_default(),
        first_call: if lazy_load { lazy_first_call } else { None }.unwrap_or_default(),
        memory_used,
        memory_spread,
        error_rate: error_rate.unwrap_or_default(),
        response: (response_kb.unwrap_or_default() * 1024.0) as u32,
        failure: if failure.as_deref() == Some("exit") { Failure::Exit } else { Failure::Throw },
        prints: prints.or_else(|| sample.and_then(|sample| sample.prints.clone())),
    };
    (model, lazy_known)
}

/// What functions of this runtime were measured to use, at most all that this one has.
fn memory_used(reader: &Reader, config: &FunctionConfig) -> Megabytes {
    let package = match config.package {
        PackageKind::Zip => Package::Zip,
        PackageKind::Image => Package::Image,
    };
    let measured = match &config.runtime {
        Runtime::Modelled => None,
        Runtime::Named(name) => reader.rules.catalog.init(name, package, config.architecture.into()),
    };
    measured.map_or(MEMORY_USED_DEFAULT, |row| row.max_memory_used).min(config.memory)
}

/// A streamed answer is a limit here, and no more.
fn check_invoke_mode(reader: &mut Reader, reading: &Reading<'_>) {
    if reader.text(reading, "invoke_mode").is_none_or(|mode| mode == "buffered") {
        return;
    }
    let quota = |name: &str| reader.rules.catalog.quota(name).map_or_else(String::new, |quota| quota.decimal.clone());
    let help = format!(
        "AWS Lambda streams up to {} MB, the first {} MB at full speed and the rest at {} MB a second",
        quota("lambda.streamed_response_max_mb"),
        quota("lambda.streamed_full_speed_mb"),
        quota("lambda.streamed_mb_per_s"),
    );
    let problem = Problem::error(reading.place_of("invoke_mode"), "coldstart plays buffered answers only");
    reader.note(problem.with_help(help));
}

/// An archive has a smaller limit than an image.
fn check_package(reader: &mut Reader, reading: &Reading<'_>, config: &FunctionConfig) {
    let Some(most) = reader.rules.catalog.quota("lambda.zip_unzipped_max_mb").map(|quota| quota.number) else { return };
    let size = config.package_size.0;
    if config.package == PackageKind::Zip && f64::from(size) > most {
        let problem = Problem::error(reading.place_of("package_mb"), format!("a zip package cannot be {size} MB"));
        reader.note(problem.with_help(format!(
            "AWS Lambda takes archives up to {most} MB unpacked; `package = \"image\"` takes up to 10,240 MB"
        )));
    }
}

fn config(reader: &mut Reader, reading: &Reading<'_>, sample: Option<&Sample>, model: Model) -> FunctionConfig {
    let runtime = reader.text(reading, "runtime").or_else(|| sample.map(|sample| sample.runtime.clone()));
    let package_size =
        reader.megabytes(reading, "package_mb").or_else(|| sample.map(|sample| Megabytes(sample.package_mb)));
    let architecture = reader.text(reading, "architecture").unwrap_or_default();
    let package = reader.text(reading, "package").unwrap_or_default();
    let routing = reader.text(reading, "routing").unwrap_or_default();
    FunctionConfig {
        runtime: Runtime::named(runtime.as_deref().unwrap_or(RUNTIME_DEFAULT)),
        architecture: if architecture == "arm64" { Architecture::Arm64 } else { Architecture::X86_64 },
        package: if package == "image" { PackageKind::Image } else { PackageKind::Zip },
        package_size: package_size.unwrap_or(PACKAGE_DEFAULT),
        memory: reader.megabytes(reading, "memory_mb").unwrap_or_default(),
        timeout: reader.span(reading, "timeout_s").unwrap_or_default(),
        ephemeral_storage: reader.megabytes(reading, "ephemeral_storage_mb").unwrap_or_default(),
        reserved_concurrency: reader.count(reading, "reserved_concurrency"),
        idle_expiry: reader.spans(reading, "idle_expiry_s"),
        max_age: reader.spans(reading, "max_age_s"),
        routing: match routing.as_str() {
            "newest" => Routing::Newest,
            "lru" => Routing::Lru,
            "random" => Routing::Random,
            _ => Routing::Mru,
        },
        versions: versions(reader, reading),
        asynchronous: AsyncConfig::default(),
        logging: logging(reader, reading),
        handler: Handler::Model(model),
    }
}

fn logging(reader: &mut Reader, reading: &Reading<'_>) -> LoggingConfig {
    let mut word = |name: &str| reader.text(reading, name).unwrap_or_default();
    LoggingConfig {
        format: LogFormat::named(&word("log_format")),
        system_level: SystemLogLevel::named(&word("system_log_level")),
        tracing: Tracing::named(&word("tracing")),
    }
}

/// What holds for published versions.
fn versions(reader: &mut Reader, reading: &Reading<'_>) -> VersionsConfig {
    let mut schedule = Vec::new();
    for node in reader.tables_of(
        "provisioned_schedule",
        reading.table.and_then(|table| table.get("provisioned_schedule")).map(|entry| &entry.node),
    ) {
        let row = reader.open(section("functions.NAME.provisioned_schedule[]"), Some(node), &[]);
        for name in ["at", "target"] {
            if row.node(name).is_none() {
                reader.note(missing(&row, name));
            }
        }
        let (at, target) = (reader.span(&row, "at").unwrap_or_default(), reader.count(&row, "target").unwrap_or(0));
        schedule.push(ScheduledTarget { at, target });
    }
    schedule.sort_by_key(|scheduled| scheduled.at);
    let versions = VersionsConfig {
        provisioned_concurrency: reader.count(reading, "provisioned_concurrency").unwrap_or(0),
        provisioned_schedule: schedule,
        snap_start: reader.flag(reading, "snap_start"),
        aliases: aliases::read(reader, reading),
    };
    hours::within(reader, reading, versions)
}

impl LabFunction {
    /// As the world takes it.
    pub fn world_spec(&self) -> FunctionSpec {
        FunctionSpec { name: self.name.clone(), config: self.config.clone() }
    }

    /// The times of a function that behaves like a sample: what they are of, the value, why.
    pub fn sample_note(&self) -> Option<(String, String, String)> {
        let sample = self.sample.as_ref()?;
        let model = self.config.handler.model();
        let times = [("init", model.init), ("cpu", model.cpu), ("wait", model.wait), ("first call", model.first_call)];
        let times = times.iter().filter(|(_, dist)| *dist != Dist::default());
        let times: Vec<String> = times.map(|(name, dist)| format!("{name} {}", dist_text(*dist))).collect();
        let why =
            format!("the lab's, or those of the sample `{sample}`, which were chosen to make effects easy to see");
        Some(("sample timings".to_owned(), times.join(", "), why))
    }

    /// What a setting is that nobody wrote: the sample's, or the default.
    pub fn implied(&self, path: &[&str]) -> Option<String> {
        let model = self.config.handler.model();
        match path {
            ["runtime"] => Some(self.config.runtime.to_string()),
            ["package_mb"] => Some(self.config.package_size.0.to_string()),
            ["model", "init"] => Some(dist_text(model.init)),
            ["model", "cpu"] => Some(dist_text(model.cpu)),
            ["model", "wait"] => Some(dist_text(model.wait)),
            ["model", "memory_used_mb"] => Some(match &model.memory_spread {
                Some(line) => quantiles_text(line, |megabytes| megabytes.to_string()),
                None => model.memory_used.0.to_string(),
            }),
            ["model", "error_rate"] => Some(model.error_rate.as_f64().to_string()),
            _ => None,
        }
    }
}

/// All rented servers of a lab.
pub fn read_servers(reader: &mut Reader, table: &Table) -> Vec<Server> {
    let Some((tables, place)) = table.get("servers").and_then(|entry| reader.table_of("servers", &entry.node)) else {
        return Vec::new();
    };
    let mut servers = Vec::new();
    for entry in tables.iter() {
        let Some(node) = reader.table_of(&entry.key, &entry.node) else { continue };
        let reading = reader.open(section("servers.NAME"), Some(node), &[]);
        let instance = reader.text(&reading, "instance").unwrap_or_default();
        let count = reader.count(&reading, "count").unwrap_or(1);
        if let Some(meter) = Meter::by_item(EC2, &instance) {
            servers.push(Server { name: entry.key.clone(), instance, count, meter });
        }
    }
    if servers.len() > SERVERS_MAX {
        reader.note(Problem::error(
            place,
            format!("a lab has at most {SERVERS_MAX} kinds of servers, this one has {}", servers.len()),
        ));
        servers.truncate(SERVERS_MAX);
    }
    servers
}
