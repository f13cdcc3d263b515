//! What a runtime says of an error: to the caller, and in the log. Each language has its own words for it.

use serde_json::{Value, json};

use crate::api::lambda::FunctionError;
use crate::cloud::Runtime;
use crate::units::RequestId;

/// What a function is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Node,
    Python,
    Java,
    Ruby,
    DotNet,
    /// Compiled, without a runtime of Lambda's own.
    Compiled,
}

impl Language {
    /// A modelled function speaks as Node does.
    pub(super) fn of(runtime: &Runtime) -> Self {
        let Runtime::Named(name) = runtime else { return Self::Node };
        let known = [
            ("nodejs", Self::Node),
            ("python", Self::Python),
            ("java", Self::Java),
            ("ruby", Self::Ruby),
            ("dotnet", Self::DotNet),
        ];
        // `dotnet8_aot_al2023` and its like are compiled ahead of time, and run on `provided`.
        let compiled = name.contains("_al2");
        let found = known.into_iter().find(|(prefix, _)| !compiled && name.starts_with(prefix));
        found.map_or(Self::Compiled, |(_, language)| language)
    }

    /// Whether its own lines become objects when the log is in JSON; the others write what they like.
    pub(super) const fn logs_json(self) -> bool {
        matches!(self, Self::Node | Self::Python | Self::Java | Self::DotNet)
    }

    /// What it calls the request in such an object.
    pub(super) const fn request_key(self) -> &'static str {
        if matches!(self, Self::Java) { "AWSRequestId" } else { "requestId" }
    }

    /// The type of the error that a modelled handler throws.
    pub(super) const fn thrown_type(self) -> &'static str {
        match self {
            Self::Node => "Error",
            Self::Python | Self::DotNet => "Exception",
            Self::Java => "java.lang.RuntimeException",
            Self::Ruby => "Function<RuntimeError>",
            Self::Compiled => "errorString",
        }
    }

    /// Where it was thrown, as a stack trace has it.
    fn frame(self, message: &str) -> String {
        match self {
            Self::Node => "    at Runtime.handler (file:///var/task/index.mjs:3:9)".to_owned(),
            Self::Python => format!(
                "  File \"/var/task/lambda_function.py\", line 4, in lambda_handler\n    raise Exception(\"{message}\")\n"
            ),
            Self::Java => "example.Handler.handleRequest(Handler.java:12)".to_owned(),
            Self::Ruby => "/var/task/lambda_function.rb:3:in `lambda_handler'".to_owned(),
            Self::DotNet => "at Example.Function.FunctionHandler(Stream input, ILambdaContext context)".to_owned(),
            Self::Compiled => String::new(),
        }
    }

    /// The body of the answer to an invocation that failed.
    pub(super) fn payload(self, error: &FunctionError, request: RequestId) -> Value {
        let message = error.error_message(request);
        if *error != FunctionError::Thrown {
            return json!({ "errorType": error.error_type(), "errorMessage": message });
        }
        let (kind, frame) = (self.thrown_type(), self.frame(&message));
        match self {
            Self::Node => {
                let trace = [format!("{kind}: {message}"), frame];
                json!({ "errorType": kind, "errorMessage": message, "trace": trace })
            }
            Self::Python | Self::Java | Self::Ruby => {
                json!({ "errorMessage": message, "errorType": kind, "stackTrace": [frame] })
            }
            Self::DotNet => json!({ "errorType": kind, "errorMessage": message, "stackTrace": [frame] }),
            Self::Compiled => json!({ "errorMessage": message, "errorType": kind }),
        }
    }

    /// What a thrown error leaves in a log of text.
    pub(super) fn thrown_text(self, time: &str, request: RequestId) -> String {
        let message = FunctionError::Thrown.error_message(request);
        let (kind, frame) = (self.thrown_type(), self.frame(&message));
        match self {
            Self::Node => {
                let stack = [format!("{kind}: {message}"), frame];
                let json = json!({ "errorType": kind, "errorMessage": message, "stack": stack });
                format!("{time}\t{request}\tERROR\tInvoke Error \t{json}")
            }
            Self::Python => {
                format!("[ERROR] {kind}: {message}\nTraceback (most recent call last):\n{}", frame.trim_end())
            }
            Self::Java => format!("{message}: {kind}\n{kind}: {message}\n\tat {frame}"),
            Self::Ruby => {
                format!("Error raised from handler method\n{}", self.payload(&FunctionError::Thrown, request))
            }
            Self::DotNet => format!("{time}\t{request}\tfail\tSystem.{kind}: {message}\n   {frame}"),
            Self::Compiled => self.payload(&FunctionError::Thrown, request).to_string(),
        }
    }

    /// What it leaves in a log in JSON.
    pub(super) fn thrown_json(self, time: &str, request: RequestId) -> String {
        let message = FunctionError::Thrown.error_message(request);
        let (kind, frame) = (self.thrown_type(), self.frame(&message));
        let object = match self {
            Self::Node => {
                let stack = [format!("{kind}: {message}"), frame];
                let inner = json!({ "errorType": kind, "errorMessage": message, "stackTrace": stack });
                json!({ "timestamp": time, "level": "ERROR", "message": inner, "requestId": request.to_string() })
            }
            Self::Python => json!({
                "timestamp": time,
                "log_level": "ERROR",
                "errorMessage": message,
                "errorType": kind,
                "requestId": request.to_string(),
                "stackTrace": [frame],
            }),
            _ if self.logs_json() => json!({
                "timestamp": time,
                "level": "ERROR",
                "message": format!("{kind}: {message}"),
                self.request_key(): request.to_string(),
            }),
            _ => return self.thrown_text(time, request),
        };
        object.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: RequestId = RequestId::from_bits(0);

    fn keys(value: &Value) -> Vec<String> {
        value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    }

    #[test]
    fn each_language_has_its_own_error() {
        let of = |name: &str| Language::of(&Runtime::named(name)).payload(&FunctionError::Thrown, REQUEST);
        assert_eq!(keys(&of("nodejs22.x")), ["errorType", "errorMessage", "trace"]);
        assert_eq!(keys(&of("python3.13")), ["errorMessage", "errorType", "stackTrace"]);
        assert_eq!(keys(&of("java21")), ["errorMessage", "errorType", "stackTrace"]);
        assert_eq!(of("ruby3.4")["errorType"], "Function<RuntimeError>");
        assert_eq!(keys(&of("rust_al2023")), ["errorMessage", "errorType"]);
        assert_eq!(Language::of(&Runtime::named("dotnet8_aot_al2023")), Language::Compiled);
        assert_eq!(Language::of(&Runtime::Modelled), Language::Node);
    }

    #[test]
    fn the_platforms_own_errors_are_alike_everywhere() {
        let timeout = FunctionError::TimedOut(crate::units::Span::from_secs(3));
        for language in [Language::Node, Language::Python, Language::Java] {
            assert_eq!(
                language.payload(&timeout, REQUEST).to_string(),
                r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 00000000-0000-4000-8000-000000000000 Error: Task timed out after 3.00 seconds"}"#
            );
        }
        assert_eq!(
            Language::Node.payload(&FunctionError::Exited, REQUEST)["errorMessage"],
            "RequestId: 00000000-0000-4000-8000-000000000000 Error: Runtime exited with error: exit status 1"
        );
    }
}
