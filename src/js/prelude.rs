//! The prelude: the part of a process that is written in JavaScript. Most of it is read only when a handler needs it.

use super::sdk;

macro_rules! sources {
    ($folder:literal: $($name:literal = $file:literal),* $(,)?) => {
        &[$(($name, concat!("coldstart:", $file), include_str!(concat!("prelude/", $folder, $file)))),*]
    };
}

/// A piece: what it is called, what its file is called in a stack, and its text.
type Source = (&'static str, &'static str, &'static str);

/// What every process begins with, in the order in which the pieces need each other.
pub(super) const START: &[Source] = sources!["":
    "start" = "start.js", "time" = "time.js", "calls" = "calls.js", "console" = "console.js", "timers" = "timers.js",
    "process" = "process.js", "errors" = "errors.js", "handler" = "handler.js", "require" = "require.js",
    "meter" = "meter.js",
];

/// What other pieces ask for.
const PARTS: &[Source] = sources!["":
    "abort" = "abort.js", "bytes" = "bytes.js", "clone" = "clone.js", "equal" = "equal.js", "fetch" = "fetch.js", "inspect" = "inspect.js",
    "intl" = "intl.js", "sdk" = "sdk.js", "spans" = "spans.js", "stream" = "stream.js", "table" = "table.js", "url" = "url.js",
];

/// Modules that handlers import, besides the SDK's clients.
const MODULES: &[Source] = sources!["modules/":
    "assert" = "assert.js", "assert/strict" = "assert.js", "async_hooks" = "async_hooks.js", "buffer" = "buffer.js", "console" = "console.js",
    "crypto" = "crypto.js", "events" = "events.js", "fs" = "fs.js", "fs/promises" = "fs_promises.js", "module" = "module.js", "os" = "os.js",
    "path" = "path.js", "path/posix" = "path.js", "perf_hooks" = "perf_hooks.js", "process" = "process.js", "querystring" = "querystring.js",
    "string_decoder" = "string_decoder.js", "timers" = "timers.js", "timers/promises" = "timers_promises.js", "url" = "url.js", "util" = "util.js",
    "@aws-sdk/lib-dynamodb" = "lib_dynamodb.js", "@aws-sdk/util-dynamodb" = "util_dynamodb.js",
    "@aws-sdk/s3-request-presigner" = "s3_request_presigner.js", "@smithy/node-http-handler" = "node_http_handler.js",
    "aws-xray-sdk" = "xray.js", "aws-xray-sdk-core" = "xray.js", "@aws-lambda-powertools/logger" = "powertools_logger.js",
    "@aws-lambda-powertools/metrics" = "powertools_metrics.js", "@aws-lambda-powertools/tracer" = "powertools_tracer.js",
];

/// The client of any service.
const CLIENT: Source = ("client", "coldstart:aws_client.js", include_str!("prelude/modules/aws_client.js"));

/// The text of a piece and its file's name.
pub(super) fn part(name: &str) -> Option<&'static Source> {
    PARTS.iter().find(|(known, ..)| *known == name)
}

/// The text of a module and its file's name.
pub(super) fn module(name: &str) -> Option<&'static Source> {
    if sdk::client(name).is_some() { Some(&CLIENT) } else { MODULES.iter().find(|(known, ..)| *known == name) }
}

/// Why a package of AWS or of npm is not here; nothing for names that nobody knows.
pub(super) fn missing(name: &str) -> Option<String> {
    if name == "aws-sdk" || name.starts_with("aws-sdk/") {
        let words = "is the AWS SDK's version 2, which Lambda's Node.js runtimes have not had since version 18: import '@aws-sdk/client-…' (version 3)";
        return Some(format!("'{name}' {words}"));
    }
    if ["@aws-sdk/", "@smithy/", "@aws-lambda-powertools/"].iter().any(|scope| name.starts_with(scope)) {
        return Some(format!("'{name}' is not here; CONTRIBUTING.md lists the packages that are"));
    }
    const OUTSIDE: [&str; 20] = [
        "http",
        "https",
        "net",
        "dns",
        "dns/promises",
        "child_process",
        "worker_threads",
        "cluster",
        "tls",
        "dgram",
        "http2",
        "vm",
        "zlib",
        "stream",
        "stream/promises",
        "readline",
        "v8",
        "inspector",
        "repl",
        "tty",
    ];
    let plain = name.trim_start_matches("node:");
    OUTSIDE.contains(&plain).then(|| {
        format!("'{name}' is not here: a handler in this world has no sockets, no other processes and no streams; `fetch` reaches endpoints")
    })
}

/// What can be imported, as CONTRIBUTING.md lists it: a line a module, a line a client with its commands.
#[cfg(test)]
pub(super) fn listed() -> String {
    let modules = |own: bool| {
        let of = MODULES
            .iter()
            .map(|(name, ..)| *name)
            .filter(|name| (name.contains('@') || name.starts_with("aws")) == own);
        of.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let clients = sdk::CLIENTS
        .iter()
        .map(|client| format!("- `@aws-sdk/client-{}`: {}\n", client.package, client.operations.join(", ")));
    format!(
        "- Modules of Node.js (with or without `node:`): {}\n- Packages: {}\n{}",
        modules(false),
        modules(true),
        clients.collect::<String>()
    )
}
