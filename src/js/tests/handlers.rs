//! Handlers as people publish them, run without changes against services that answer what the real ones would.

use super::*;
use serde_json::json;

macro_rules! handler {
    ($name:literal, $services:expr) => {
        served($name, include_str!(concat!("handlers/", $name)), $services)
    };
}

#[expect(clippy::unnecessary_wraps, reason = "answers are functions of one type")]
fn nothing(_: &Call) -> Result<String, CallError> {
    Ok("{}".into())
}

#[test]
fn an_api_keeps_items_in_a_table() {
    let services: Services = |call| {
        Ok(match call.operation.as_str() {
            "GetItem" => r#"{"Item":{"id":{"S":"7"},"price":{"N":"9.5"}}}"#.into(),
            "Scan" => r#"{"Items":[{"id":{"S":"7"}}],"Count":1,"ScannedCount":1}"#.into(),
            _ => "{}".into(),
        })
    };
    let mut process = handler!("api_dynamodb.mjs", services);
    let mut body = |event: &str| returned(&mut process, event)["body"].as_str().unwrap().to_owned();
    assert_eq!(body(r#"{"routeKey":"GET /items/{id}","pathParameters":{"id":"7"}}"#), r#"{"id":"7","price":9.5}"#);
    assert_eq!(body(r#"{"routeKey":"GET /items"}"#), r#"[{"id":"7"}]"#);
    assert_eq!(
        body(r#"{"routeKey":"PUT /items","body":"{\"id\":\"8\",\"price\":1,\"name\":\"x\"}"}"#),
        r#""Put item 8""#
    );
    assert_eq!(body(r#"{"routeKey":"DELETE /items/{id}","pathParameters":{"id":"7"}}"#), r#""Deleted item 7""#);
    assert_eq!(body(r#"{"routeKey":"PATCH /items"}"#), r#""Unsupported route: \"PATCH /items\"""#);
    assert_eq!(
        process.asked[2],
        r#"dynamodb PutItem {"TableName":"orders","Item":{"id":{"S":"8"},"price":{"N":"1"},"name":{"S":"x"}}}"#
    );
}

#[test]
fn a_picture_is_made_small() {
    let services: Services = |call| match call.operation.as_str() {
        "GetObject" if call.input.contains("gone") => {
            Err(CallError::client("NoSuchKey", 404, "The specified key does not exist."))
        }
        "GetObject" => Ok(r#"{"Body":{"$bytes":"AQIDBAUGBwg="}}"#.into()),
        _ => Ok("{}".into()),
    };
    let mut process = handler!("s3_thumbnail.mjs", services);
    let event = |key: &str| {
        json!({ "Records": [{ "s3": { "bucket": { "name": "in" }, "object": { "key": key } } }] }).to_string()
    };
    assert_eq!(returned(&mut process, &event("my+cat.jpg")), json!(null));
    assert_eq!(
        process.asked[1],
        r#"s3 PutObject {"Bucket":"in-resized","Key":"resized-my cat.jpg","Body":"\u0001\u0005","ContentType":"image"}"#
    );
    assert!(process.printed.last().unwrap().starts_with("INFO Successfully resized in/my cat.jpg"));
    returned(&mut process, &event("gone.png"));
    let told = process.printed.last().unwrap();
    assert!(told.starts_with("INFO NoSuchKey: The specified key does not exist. {"), "{told}");
    assert!(told.contains("httpStatusCode: 404"), "{told}");
}

#[test]
fn a_batch_names_the_messages_that_failed() {
    let mut process = handler!("sqs_partial.mjs", nothing);
    let event = json!({ "Records": [{ "messageId": "a", "body": "fine" }, { "messageId": "b", "body": "error" }] });
    assert_eq!(returned(&mut process, &event.to_string()), json!({ "batchItemFailures": [{ "itemIdentifier": "b" }] }));
    assert_eq!(process.printed, ["INFO Processed message fine"]);
}

#[test]
fn a_notification_fans_out() {
    let services: Services = |call| {
        if call.service == "sqs" {
            Err(CallError::client("QueueDoesNotExist", 400, "no such queue"))
        } else {
            Ok(r#"{"MessageId":"m"}"#.into())
        }
    };
    let mut process = handler!("sns_fanout.mjs", services);
    let message = |id: &str| json!({ "Sns": { "MessageId": id, "Timestamp": "2026-01-01T00:00:00.000Z", "Message": "{\"kind\":\"order\"}" } });
    let event = json!({ "Records": [message("1"), message("2")] });
    assert_eq!(returned(&mut process, &event.to_string()), json!({ "published": 2, "failed": 1 }));
    assert_eq!(process.printed, ["ERROR QueueDoesNotExist 400"]);
    assert_eq!(process.asked.len(), 3);
}

#[test]
fn the_callback_form_answers_and_fails() {
    let mut process = handler!("callback.js", nothing);
    assert_eq!(returned(&mut process, r#"{"key1":"v"}"#), json!("v"));
    assert_eq!(failure(process.invoke("{}")).error_message, "key1 is missing");
    assert_eq!(process.printed[..2], ["INFO Loading function", "INFO value1 = v"]);
}

#[test]
fn version_two_of_the_sdk_is_named_in_one_line() {
    let package = Package::single("index.js", include_str!("handlers/sdk_v2.js"));
    let thrown = failure(Process::of(asked(package)).init());
    assert_eq!(thrown.error_type, "Runtime.ImportModuleError");
    assert!(thrown.error_message.contains("'aws-sdk' is the AWS SDK's version 2"), "{}", thrown.error_message);
    assert_eq!(thrown.error_message.lines().count(), 1);
}

#[test]
fn events_are_put_on_a_bus() {
    let services: Services = |call| {
        Ok(if call.input.contains(r#"\"position\":1"#) {
            r#"{"FailedEntryCount":1,"Entries":[{"EventId":"e1"},{"ErrorCode":"ThrottlingException"}]}"#.into()
        } else {
            r#"{"FailedEntryCount":0,"Entries":[{"EventId":"e1"}]}"#.into()
        })
    };
    let mut process = handler!("eventbridge.mjs", services);
    assert_eq!(returned(&mut process, "{}"), json!(["e1"]));
    assert!(
        process.asked[0].contains(
            r#""Source":"custom.orders","DetailType":"OrderPlaced","EventBusName":"default","Time":17672256"#
        )
    );
    assert_eq!(
        failure(process.invoke(r#"{"count":2}"#)).error_message,
        "1 events were not accepted: ThrottlingException"
    );
}

#[test]
fn an_execution_is_started_once() {
    let services: Services = |call| match call.operation.as_str() {
        "StartExecution" if call.input.contains("order-2") => {
            Err(CallError::client("ExecutionAlreadyExists", 400, "Execution Already Exists"))
        }
        "StartExecution" => Ok(r#"{"executionArn":"arn:1","startDate":1767225600.5}"#.into()),
        _ => Ok(r#"{"executionArn":"arn:2","status":"RUNNING"}"#.into()),
    };
    let mut process = handler!("step_functions.mjs", services);
    assert_eq!(
        returned(&mut process, r#"{"orderId":1}"#),
        json!({ "executionArn": "arn:1", "started": "2026-01-01T00:00:00.500Z" })
    );
    assert_eq!(
        returned(&mut process, r#"{"orderId":2}"#),
        json!({ "executionArn": "arn:2", "status": "RUNNING", "again": true })
    );
}

#[test]
fn a_confirmed_user_gets_a_profile() {
    let mut process = handler!("cognito_trigger.js", nothing);
    let event = json!({ "triggerSource": "PostConfirmation_ConfirmSignUp", "userName": "ada", "request": { "userAttributes": { "sub": "s-1", "email": "a@b.c" } } });
    assert_eq!(returned(&mut process, &event.to_string()), event);
    assert!(process.asked[0].starts_with(r#"dynamodb PutItem {"TableName":"orders","Item":{"id":{"S":"s-1"},"email":{"S":"a@b.c"},"username":{"S":"ada"},"createdAt":{"S":"2026-01-01T00:00:00."#), "{}", process.asked[0]);
    process.services =
        |_| Err(CallError::client("ConditionalCheckFailedException", 400, "The conditional request failed"));
    assert_eq!(returned(&mut process, &event.to_string()), event);
    assert_eq!(process.printed.last().unwrap(), "INFO Profile exists already");
}

#[test]
fn secrets_are_read_once_in_five_minutes() {
    let services: Services = |call| {
        Ok(match (call.operation.as_str(), call.input.contains("NextToken")) {
            ("GetSecretValue", _) => r#"{"SecretString":"{\"username\":\"app\"}"}"#,
            (_, false) => r#"{"Parameters":[{"Name":"/app/colour","Value":"red"}],"NextToken":"2"}"#,
            (_, true) => r#"{"Parameters":[{"Name":"/app/size","Value":"xl"}]}"#,
        }
        .into())
    };
    let mut process = handler!("secrets_cache.mjs", services);
    let expected = json!({ "username": "app", "settings": { "colour": "red", "size": "xl" }, "cached": 1 });
    assert_eq!(returned(&mut process, "{}"), expected);
    assert_eq!(returned(&mut process, "{}"), expected);
    assert_eq!(process.asked.len(), 3, "two pages in INIT, one secret");
    process.now += Span::from_secs(301);
    returned(&mut process, "{}");
    assert_eq!(process.asked.len(), 4);
}

#[test]
fn powertools_counts_hits() {
    let mut process = handler!("powertools.mjs", |_| Ok(r#"{"Attributes":{"hits":{"N":"3"}}}"#.into()));
    assert_eq!(returned(&mut process, r#"{"id":"x"}"#), json!({ "hits": 3 }));
    let lines: Vec<serde_json::Value> =
        process.printed.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0]["ColdStart"], 1);
    assert_eq!((&lines[1]["message"], &lines[1]["hits"]), (&json!("counted"), &json!("3")));
    assert_eq!(lines[2]["hit"], 1);
    let names: Vec<&str> = process.subsegments.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["DynamoDB", "## undefined"]);
    process.services = |_| {
        Err(CallError {
            name: "InternalServerError".into(),
            message: "oops".into(),
            status: 500,
            ..CallError::default()
        })
    };
    assert_eq!(failure(process.invoke(r#"{"id":"x"}"#)).error_type, "InternalServerError");
}

#[test]
fn records_on_their_way_are_transformed() {
    let mut process = handler!("firehose_transform.js", nothing);
    let event = json!({ "records": [{ "recordId": "1", "data": "MTAuMC4wLjEgL2luZGV4IDIwMA==" }, { "recordId": "2", "data": "Pz8/" }] });
    let answer = returned(&mut process, &event.to_string());
    assert_eq!(answer["records"][0]["data"], "eyJpcCI6IjEwLjAuMC4xIiwicGF0aCI6Ii9pbmRleCIsInN0YXR1cyI6MjAwfQo=");
    assert_eq!(answer["records"][1]["result"], "ProcessingFailed");
}

#[test]
fn a_signed_webhook_asks_a_partner_and_another_function() {
    let services: Services = |call| {
        Ok(if call.service == "fetch" {
            r#"{"status":201,"headers":{},"body":"{\"id\":5}"}"#
        } else {
            r#"{"StatusCode":200,"Payload":"0.75"}"#
        }
        .into())
    };
    let mut process = handler!("webhook.mjs", services);
    let signature = "sha256=".to_owned() + "c9d6b2ed4d3d3ec1ac7b1b1c2b4ba5b9d5ba1e2d0c4b8a7f6e5d4c3b2a190807";
    let refused = json!({ "body": "{}", "headers": { "x-hub-signature-256": signature } });
    assert_eq!(returned(&mut process, &refused.to_string())["statusCode"], 401);
    let bytes = crate::js::builtins::hmac("sha256", b"secret", b"{}").unwrap();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let signed = json!({ "body": "e30=", "isBase64Encoded": true, "headers": { "x-hub-signature-256": format!("sha256={hex}") } });
    assert_eq!(
        returned(&mut process, &signed.to_string()),
        json!({ "statusCode": 200, "body": "{\"id\":5,\"score\":0.75}" })
    );
    assert_eq!(process.asked[1], r#"lambda Invoke {"FunctionName":"score","Payload":"{\"id\":5}"}"#);
}
