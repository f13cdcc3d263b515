//! A line of a log in JSON, in the words of a log of text: where the whole object has no room, its figures have.

use serde_json::Value;

/// The same line in words, with tabs; `None` when it is no object.
pub fn in_words(line: &str) -> Option<String> {
    let object: Value = serde_json::from_str(line).ok().filter(Value::is_object)?;
    if let Some(name) = object["type"].as_str() {
        return Some(platform(name.strip_prefix("platform.").unwrap_or(name), &object["record"]));
    }
    let level = object["level"].as_str().or(object["log_level"].as_str()).unwrap_or("INFO");
    Some(format!("{level} {}", message(&object)))
}

/// What the function itself said.
fn message(object: &Value) -> String {
    let error = |value: &Value| {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        Some(format!("{}: {}", text("errorType")?, text("errorMessage")?))
    };
    let message = &object["message"];
    message
        .as_str()
        .map(str::to_owned)
        .or_else(|| error(message))
        .or_else(|| error(object))
        .unwrap_or_else(|| object.to_string())
}

/// What the platform said.
fn platform(name: &str, record: &Value) -> String {
    let text = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
    let metrics = &record["metrics"];
    let ended = match (record["status"].as_str(), record["errorType"].as_str()) {
        (None | Some("success"), _) => String::new(),
        (Some(status), None) => format!("\tStatus: {status}"),
        (Some(status), Some(error)) => format!("\tStatus: {status}\tError Type: {error}"),
    };
    match name {
        "initStart" => format!("initStart {}\t{}", text("runtimeVersion"), text("runtimeVersionArn")),
        "start" => format!("start RequestId: {} Version: {}", text("requestId"), text("version")),
        "report" => {
            let millis = |key: &str, label: &str| {
                metrics[key].as_f64().map(|millis| format!("\t{label}: {millis:.2} ms")).unwrap_or_default()
            };
            let whole = |key: &str, label: &str, unit: &str| {
                metrics[key].as_u64().map(|value| format!("\t{label}: {value} {unit}")).unwrap_or_default()
            };
            format!(
                "report RequestId: {}{}{}{}{}{}{ended}",
                text("requestId"),
                millis("durationMs", "Duration"),
                whole("billedDurationMs", "Billed Duration", "ms"),
                whole("memorySizeMB", "Memory Size", "MB"),
                whole("maxMemoryUsedMB", "Max Memory Used", "MB"),
                millis("initDurationMs", "Init Duration"),
            )
        }
        _ => {
            let time = metrics["durationMs"].as_f64().map(|millis| format!(" {millis:.2} ms")).unwrap_or_default();
            format!("{name}{time}{ended}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_become_the_lines_they_stand_for() {
        for (object, words) in [
            (
                r#"{"time":"T","type":"platform.report","record":{"requestId":"R","metrics":{"durationMs":12.4,"billedDurationMs":2813,"memorySizeMB":512,"maxMemoryUsedMB":90,"initDurationMs":2800.11},"status":"timeout"}}"#,
                "report RequestId: R\tDuration: 12.40 ms\tBilled Duration: 2813 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 2800.11 ms\tStatus: timeout",
            ),
            (
                r#"{"time":"T","type":"platform.start","record":{"requestId":"R","version":"$LATEST"}}"#,
                "start RequestId: R Version: $LATEST",
            ),
            (r#"{"timestamp":"T","level":"INFO","message":"hello","requestId":"R"}"#, "INFO hello"),
            (
                r#"{"timestamp":"T","level":"ERROR","message":{"errorType":"Error","errorMessage":"no"},"requestId":"R"}"#,
                "ERROR Error: no",
            ),
            (
                r#"{"time":"T","type":"platform.runtimeDone","record":{"status":"success","metrics":{"durationMs":9.0}}}"#,
                "runtimeDone 9.00 ms",
            ),
        ] {
            assert_eq!(in_words(object).as_deref(), Some(words));
        }
        assert_eq!(in_words("START RequestId: R"), None);
        assert_eq!(in_words("[1]"), None);
    }
}
