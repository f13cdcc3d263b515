//! What a process asks of services: each question becomes one typed call through the door, and the reply an answer.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Asker;
use super::setting::ACCOUNT;
use crate::api::lambda::{self, FunctionError, InvocationType, Invoke, Invoked};
use crate::api::{Fault, Operation, Payload, Principal, Reply, Response, endpoint};
use crate::cloud::context::Context;
use crate::cloud::lambda::Lambda;
use crate::cloud::lambda::lines::request_id;
use crate::cloud::lambda::token;
use crate::js::{Answer, Call, CallError};
use crate::sim::bounds::PROCESS_CALLS_MAX;
use crate::units::InvocationId;

impl Lambda {
    /// A process asks for something.
    pub(super) fn ask_for(&mut self, context: &mut Context<'_>, slot: u32, call: &Call) {
        let typed = self.typed(slot, call);
        let room = self.coded.calls.len() < PROCESS_CALLS_MAX;
        let Some(process) = self.coded.processes.get_mut(&slot) else { return };
        match typed {
            Ok(operation) if room => {
                let asker = Asker { slot, birth: process.birth, ticket: call.ticket };
                let number = self.coded.next_call;
                self.coded.next_call += 1;
                self.coded.calls.insert(number, asker);
                context.send(Principal::Account, token::Answer::Process(number).token(), operation);
            }
            Ok(_) => process.hear(Answer { ticket: call.ticket, result: Err(refusal(&Fault::Service)) }),
            Err(error) => process.hear(Answer { ticket: call.ticket, result: Err(error) }),
        }
    }

    /// The answer to something a process asked for. A process that is gone hears nothing.
    pub(in crate::cloud::lambda) fn process_answered(&mut self, context: &mut Context<'_>, number: u64, reply: Reply) {
        let Some(Asker { slot, birth, ticket }) = self.coded.calls.remove(&number) else { return };
        let id = reply.to;
        let result = match reply.outcome {
            Ok(Response::Lambda(lambda::Response::Invoke(invoked))) => Ok(self.invoked(id, invoked)),
            Ok(Response::Endpoint(endpoint::Response::Answered { status, body })) => {
                let headers = json!({ "content-type": "application/json" });
                Ok(json!({ "status": status, "headers": headers, "body": body.as_ref() }).to_string())
            }
            Ok(_) => Err(refusal(&Fault::Service)),
            Err(fault) => Err(refusal(&fault)),
        };
        let Some(process) = self.coded.processes.get_mut(&slot).filter(|process| process.birth == birth) else {
            return;
        };
        process.hear(Answer { ticket, result });
        if process.is_awake() {
            self.go_on_in_version(context, slot, |lambda, context| lambda.follow(context, slot));
        }
    }

    /// The call that a question means, or why there is none.
    fn typed(&self, slot: u32, call: &Call) -> Result<Operation, CallError> {
        let input: Value = serde_json::from_str(&call.input).unwrap_or_default();
        match (call.service.as_str(), call.operation.as_str()) {
            ("lambda", "Invoke") => self.typed_invoke(slot, &input).map(Operation::Lambda),
            ("fetch", method) => self.typed_request(method, &input).map(Operation::Endpoint),
            (service, operation) => Err(missing(service, operation)),
        }
    }

    fn typed_invoke(&self, slot: u32, input: &Value) -> Result<lambda::Operation, CallError> {
        let asked = input["FunctionName"].as_str().unwrap_or_default();
        let named = asked.rsplit(":function:").next().unwrap_or(asked);
        let (name, suffix) = named.split_once(':').map_or((named, None), |(name, suffix)| (name, Some(suffix)));
        let qualifier = input["Qualifier"].as_str().or(suffix);
        let function = self.function_id(name).ok_or_else(|| self.not_found(name))?;
        let qualifier = match qualifier {
            None => lambda::Qualifier::None,
            Some(text) => self.qualifier(function, text).ok_or_else(|| self.not_found(&format!("{name}:{text}")))?,
        };
        let invocation_type = match input["InvocationType"].as_str() {
            Some("Event") => InvocationType::Event,
            Some("DryRun") => InvocationType::DryRun,
            _ => InvocationType::RequestResponse,
        };
        let payload = payload(&input["Payload"])?;
        let turn = self.coded.processes.get(&slot).map_or(0, |process| process.turn) + 1;
        Ok(lambda::Operation::Invoke(Invoke { function, qualifier, invocation_type, payload, turn }))
    }

    /// A request to an address outside: the endpoint with the longest beginning that fits.
    fn typed_request(&self, method: &str, input: &Value) -> Result<endpoint::Operation, CallError> {
        let url = input["url"].as_str().unwrap_or_default();
        let fits = |known: &str| {
            url.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        };
        let known = self.coded.endpoints.iter().enumerate().filter(|(_, known)| fits(known));
        let Some((endpoint, _)) = known.max_by_key(|(_, known)| known.len()) else {
            let host = url.split('/').nth(2).unwrap_or(url);
            let message = format!("getaddrinfo ENOTFOUND {host}: the lab declares no endpoint with this address");
            return Err(CallError::client("ENOTFOUND", 0, message));
        };
        Ok(endpoint::Operation::Request { endpoint: endpoint as u16, method: method.into() })
    }

    fn not_found(&self, name: &str) -> CallError {
        let message = format!("Function not found: arn:aws:lambda:{}:{ACCOUNT}:function:{name}", self.coded.region);
        CallError::client("ResourceNotFoundException", 404, message)
    }

    /// Lambda's answer as the SDK hands it out.
    fn invoked(&self, id: InvocationId, invoked: Invoked) -> String {
        let mut output = json!({ "StatusCode": invoked.status() });
        if let Invoked::Ran(outcome) = invoked {
            output["ExecutedVersion"] = "$LATEST".into();
            let body = match outcome {
                Ok(payload) => payload.as_str().to_owned(),
                Err(error) => {
                    output["FunctionError"] = "Unhandled".into();
                    self.error_body(id, &error)
                }
            };
            output["Payload"] = json!({ "$bytes": STANDARD.encode(body) });
        }
        output.to_string()
    }

    fn error_body(&self, id: InvocationId, error: &FunctionError) -> String {
        match error {
            FunctionError::Reported(body) => body.to_string(),
            error => {
                let message = error.error_message(request_id(self.coded.streams, id));
                json!({ "errorType": error.error_type(), "errorMessage": message }).to_string()
            }
        }
    }
}

/// The event of a call: text, or bytes that are text.
fn payload(value: &Value) -> Result<Payload, CallError> {
    let text = match value {
        Value::Null => return Ok(Payload::EMPTY),
        Value::String(text) => text.clone(),
        Value::Object(bytes) => {
            let encoded = bytes.get("$bytes").and_then(Value::as_str).unwrap_or_default();
            let decoded = STANDARD.decode(encoded).unwrap_or_default();
            String::from_utf8(decoded).unwrap_or_default()
        }
        other => other.to_string(),
    };
    let invalid = || {
        let message = "Could not parse request body into json: Could not parse payload into json";
        CallError::client("InvalidRequestContentException", 400, message)
    };
    let value: Value = serde_json::from_str(&text).map_err(|_| invalid())?;
    Ok(Payload::json(Arc::<str>::from(value.to_string())))
}

/// A service's refusal, as an SDK hears it.
fn refusal(fault: &Fault) -> CallError {
    let status = fault.status();
    let members = match fault {
        Fault::TooManyRequests(reason) => Some(json!({ "Reason": reason.name(), "Type": "User" }).to_string()),
        _ => None,
    };
    CallError {
        name: fault.code().to_owned(),
        message: fault.to_string(),
        client_fault: status < 500,
        status,
        retryable: status == 429 || status >= 500,
        members,
    }
}

/// There is nobody who could answer.
fn missing(service: &str, operation: &str) -> CallError {
    let message = format!("this world has no service `{service}` yet, so {operation} has nobody to ask");
    CallError::client("ServiceNotInThisWorld", 0, message)
}

/// What a process hears that asks while nobody listens.
pub(super) fn unanswered(call: &Call) -> Answer {
    let message = format!(
        "{} of {} was asked in INIT of an environment that is made ahead, and this world does not play that",
        call.operation, call.service
    );
    Answer { ticket: call.ticket, result: Err(CallError::client("NotPlayedAhead", 0, message)) }
}
