//! What a process is told of where it runs.

use std::sync::Arc;

use super::Coded;
use crate::api::{Payload, Record};
use crate::cloud::lambda::environment::{Environment, Made};
use crate::cloud::lambda::function::Function;
use crate::cloud::lambda::lines::{LATEST, date_of, instance_bits, request_id};
use crate::cloud::{Architecture, Code, LogFormat, PlatformFacts, Runtime};
use crate::js::{Asked, Limits, Tmp};
use crate::units::{InvocationId, Moment};

/// The account that every lab is in; AWS's documentation uses it, too.
pub(in crate::cloud::lambda) const ACCOUNT: &str = "123456789012";

/// What an engine itself needs before any code runs, in MB: less than that left and nothing can start.
const LEAST_HEAP_MB: u32 = 2;

/// Where one environment stands.
pub(super) struct Place<'a> {
    pub(super) coded: &'a Coded,
    pub(super) function: &'a Function,
    pub(super) environment: &'a Environment,
    pub(super) code: &'a Code,
    /// When the environment was made.
    pub(super) created: Moment,
}

impl Place<'_> {
    fn made(&self) -> &Made {
        self.function.made(self.environment.version)
    }

    /// `$LATEST`, or the number of a version.
    fn version(&self) -> String {
        if self.made().number == 0 { LATEST.to_owned() } else { self.made().number.to_string() }
    }

    fn log_stream(&self) -> String {
        let (year, month, day) = date_of(self.coded.epoch_unix_s, self.created);
        let bits = instance_bits(self.coded.streams, self.environment.id);
        format!("{year}/{month:02}/{day:02}/[{}]{bits:032x}", self.version())
    }

    /// What its process is started with.
    pub(super) fn asked(&self, tmp: Tmp, facts: &PlatformFacts) -> Asked {
        let made = self.made();
        let runtime = &self.function.runtimes[made.runtime as usize];
        let heap_mb = made.memory.0.saturating_sub(self.code.beside.memory_used.0).max(LEAST_HEAP_MB);
        let limits = Limits {
            memory_bytes: (heap_mb as usize) << 20,
            tmp_bytes: ((made.ephemeral_charged.0 + facts.ephemeral_storage.0.0) as usize) << 20,
            response_bytes: facts.sync_payload_max as usize,
            tick: Limits::tick_at(made.memory.0, facts.mb_per_vcpu),
            ..Limits::default()
        };
        let name = format!("lambda/{}/code/{}", self.function.name, self.environment.id.0);
        Asked {
            package: self.code.package.clone(),
            limits,
            env: self.variables(runtime),
            node_version: node_version(runtime),
            arch: if made.architecture == Architecture::Arm64 { "arm64" } else { "x64" },
            chance: self.coded.streams.stream(&name),
            json_logs: made.logging.format == LogFormat::Json,
            tmp,
            epoch_unix_s: self.coded.epoch_unix_s,
        }
    }

    /// The environment variables that Lambda defines, and then the function's own.
    fn variables(&self, runtime: &Runtime) -> Vec<(String, String)> {
        let provisioned = self.environment.is_provisioned();
        let own = [
            ("_HANDLER", self.code.package.handler().to_owned()),
            ("AWS_REGION", self.coded.region.clone()),
            ("AWS_DEFAULT_REGION", self.coded.region.clone()),
            ("AWS_EXECUTION_ENV", format!("AWS_Lambda_{runtime}")),
            ("AWS_LAMBDA_FUNCTION_NAME", self.function.name.clone()),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", self.made().memory.0.to_string()),
            ("AWS_LAMBDA_FUNCTION_VERSION", self.version()),
            (
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                if provisioned { "provisioned-concurrency" } else { "on-demand" }.to_owned(),
            ),
            ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{}", self.function.name)),
            ("AWS_LAMBDA_LOG_STREAM_NAME", self.log_stream()),
            ("LAMBDA_TASK_ROOT", "/var/task".to_owned()),
            ("LAMBDA_RUNTIME_DIR", "/var/runtime".to_owned()),
            ("NODE_PATH", "/opt/nodejs/node_modules:/var/runtime/node_modules".to_owned()),
            ("LANG", "en_US.UTF-8".to_owned()),
            ("TZ", ":UTC".to_owned()),
        ];
        let own = own.into_iter().map(|(name, value)| (name.to_owned(), value));
        own.chain(self.code.variables.iter().cloned()).collect()
    }

    /// The handler's second argument, but for its functions.
    pub(super) fn context(&self, request: InvocationId) -> Arc<str> {
        let (coded, name) = (self.coded, &self.function.name);
        let qualifier = if self.made().number == 0 { String::new() } else { format!(":{}", self.version()) };
        let context = serde_json::json!({
            "callbackWaitsForEmptyEventLoop": true,
            "functionVersion": self.version(),
            "functionName": name,
            "memoryLimitInMB": self.made().memory.0.to_string(),
            "logGroupName": format!("/aws/lambda/{name}"),
            "logStreamName": self.log_stream(),
            "invokedFunctionArn": format!("arn:aws:lambda:{}:{ACCOUNT}:function:{name}{qualifier}", coded.region),
            "awsRequestId": request_id(coded.streams, request).to_string(),
        });
        context.to_string().into()
    }

    /// The event as the handler gets it.
    pub(super) fn event(&self, payload: &Payload) -> Arc<str> {
        match payload.as_records() {
            Some(records) => {
                let records: Vec<serde_json::Value> = records.records.iter().map(|one| self.message(one)).collect();
                serde_json::json!({ "Records": records }).to_string().into()
            }
            None => payload.text().unwrap_or_else(|| Arc::clone(&self.code.event)),
        }
    }

    /// A record of a modelled queue, as SQS hands it on. A record that no handler can make anything of has a body that is not JSON.
    fn message(&self, record: &Record) -> serde_json::Value {
        let sent_ms = self.coded.epoch_unix_s * 1_000 + record.sent_us / 1_000;
        let id = request_id(self.coded.streams, InvocationId(u64::MAX - record.id));
        let body =
            if record.poison { "{\"id\":".to_owned() } else { serde_json::json!({ "id": record.id }).to_string() };
        serde_json::json!({
            "messageId": id.to_string(),
            "receiptHandle": format!("handle-{}-{}", record.id, record.receives),
            "body": body,
            "attributes": {
                "ApproximateReceiveCount": (record.receives + 1).to_string(),
                "SentTimestamp": sent_ms.to_string(),
                "MessageGroupId": record.key.to_string(),
            },
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "awsRegion": self.coded.region,
        })
    }
}

/// `v22.0.0` for `nodejs22.x`. Which patch release runs is the provider's to choose.
fn node_version(runtime: &Runtime) -> String {
    let major = match runtime {
        Runtime::Named(name) => name.trim_start_matches("nodejs").split('.').next().and_then(|text| text.parse().ok()),
        Runtime::Modelled => None,
    };
    format!("v{}.0.0", major.unwrap_or(22_u32))
}
