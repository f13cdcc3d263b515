//! A cloud of canned replies: what the samples' events need, and nothing else. Requests and replies are as the services have them on the
//! wire, so that the samples' SDK clients translate both.

use coldstart::js::{Call, CallError};
use serde_json::{Value, json};

/// The answer to a call.
pub fn answer(call: &Call) -> Result<String, CallError> {
    let input: Value = serde_json::from_str(&call.input).unwrap_or_else(|error| panic!("{}: {error}", call.input));
    let output = match call.operation.as_str() {
        "GetItem" => get_item(&input),
        "PutItem" => return put_item(&input),
        "UpdateItem" => return update_item(&input),
        "Scan" => scan(&input),
        "DeleteItem" | "PutObject" | "DeleteMessage" => json!({}),
        "BatchWriteItem" => json!({ "UnprocessedItems": {} }),
        "GetObject" => get_object(&input),
        "Publish" | "SendMessage" => json!({ "MessageId": "m-1" }),
        "ReceiveMessage" => json!({ "Messages": [parcel("o-1001"), parcel("o-1002")] }),
        "StartExecution" => {
            json!({ "executionArn": "arn:aws:states:us-east-1:123456789012:execution:checkout-workflow:1", "startDate": 1_767_225_600 })
        }
        "PutRecord" => json!({ "RecordId": "r-1" }),
        "PutRecordBatch" => json!({ "FailedPutCount": 0, "RequestResponses": [] }),
        "SignUp" => json!({ "UserConfirmed": false, "UserSub": "0a1b2c3d-1111-4222-8333-444455556666" }),
        "InitiateAuth" => return initiate_auth(&input),
        "Invoke" => invoke(&input),
        "GET" | "POST" => fetched(input["url"].as_str().unwrap_or_default()),
        _ => return Err(CallError::client("NotHere", 400, format!("{} {} {input}", call.service, call.operation))),
    };
    Ok(output.to_string())
}

fn parcel(order: &str) -> Value {
    json!({ "MessageId": order, "ReceiptHandle": order, "Body": json!({ "orderId": order, "item": "teapot", "count": 1 }).to_string() })
}

fn get_item(input: &Value) -> Value {
    let id = &input["Key"]["id"];
    let item = match input["TableName"].as_str() {
        Some("orders") if id["S"] == "o-1001" => {
            json!({ "id": id, "item": { "S": "teapot" }, "cents": { "N": "4990" } })
        }
        Some("items") => {
            json!({ "id": id, "list": { "L": [{ "M": { "name": { "S": "teapot" }, "count": { "N": "2" } } }] } })
        }
        Some("buyers") => json!({ "id": id, "name": { "S": "Ada" } }),
        _ => return json!({}),
    };
    json!({ "Item": item })
}

fn put_item(input: &Value) -> Result<String, CallError> {
    let is_there = input["Item"]["id"]["S"] == "o-1002";
    if is_there && input["ConditionExpression"] == "attribute_not_exists(id)" {
        Err(refused())
    } else {
        Ok("{}".to_owned())
    }
}

fn update_item(input: &Value) -> Result<String, CallError> {
    if input["Key"]["id"]["S"] == "unicorn" {
        return Err(refused());
    }
    Ok(json!({ "Attributes": { "views": { "N": "1" } } }).to_string())
}

fn refused() -> CallError {
    CallError::client("ConditionalCheckFailedException", 400, "The conditional request failed")
}

/// Two pages of baskets.
fn scan(input: &Value) -> Value {
    let basket = |id: &str, touched: &str| json!({ "id": { "S": id }, "touched": { "S": touched } });
    if input["ExclusiveStartKey"].is_null() {
        let items = [basket("b-1", "2025-10-31T00:00:00.000Z"), basket("b-2", "2025-12-31T00:00:00.000Z")];
        return json!({ "Items": items, "Count": 2, "LastEvaluatedKey": { "id": { "S": "b-2" } } });
    }
    json!({ "Items": [basket("b-3", "2025-11-30T00:00:00.000Z")], "Count": 1 })
}

fn get_object(input: &Value) -> Value {
    let key = input["Key"].as_str().unwrap_or_default();
    match key {
        "index.html" => json!({ "Body": "<h1>Teapots</h1>", "ContentType": "text/html" }),
        "rows.csv" => json!({ "Body": "id,name\n1,teapot\n2,cup\n3,saucer\n", "ContentType": "text/csv" }),
        "2026-01/07.csv" => json!({ "Body": "teapot,4990\ncup,600\nteapot,9980\ncup,600\n" }),
        _ if key.ends_with(".ppm") => json!({ "Body": picture(16, 9), "ContentType": "image/x-portable-pixmap" }),
        _ => panic!("no object {key}"),
    }
}

/// A picture whose bytes are all letters, so that it travels as text.
fn picture(width: usize, height: usize) -> String {
    format!("P6\n{width} {height}\n255\n{}", "Zap".repeat(width * height))
}

fn initiate_auth(input: &Value) -> Result<String, CallError> {
    if input["AuthParameters"]["PASSWORD"] != "Analytical-1843" {
        return Err(CallError::client("NotAuthorizedException", 400, "Incorrect username or password."));
    }
    let tokens = json!({ "AccessToken": "a.b.c", "IdToken": "d.e.f", "RefreshToken": "g", "ExpiresIn": 3600, "TokenType": "Bearer" });
    Ok(json!({ "AuthenticationResult": tokens }).to_string())
}

/// The checkout functions, as far as chain-caller sees of them.
fn invoke(input: &Value) -> Value {
    let mut order: Value = serde_json::from_str(input["Payload"].as_str().unwrap_or_default()).unwrap();
    if order["item"] == "unicorn" {
        let error = json!({ "errorType": "OutOfStock", "errorMessage": "not enough of unicorn", "trace": [] });
        return json!({ "StatusCode": 200, "FunctionError": "Unhandled", "Payload": error.to_string() });
    }
    if input["FunctionName"] == "checkout-create-shipment" {
        order["shipment"] = json!("m-1");
    }
    json!({ "StatusCode": 200, "Payload": order.to_string() })
}

fn fetched(url: &str) -> Value {
    let body = match url {
        "https://partner.example/rates" => json!({ "EUR": 0.92, "USD": 1.0 }),
        "https://partner.example/delivery?town=Oslo" => json!({ "days": 3 }),
        "https://carrier.example/parcels" => json!({ "booked": true }),
        _ => panic!("nobody answers at {url}"),
    };
    json!({ "status": 200, "headers": { "content-type": "application/json" }, "body": body.to_string() })
}

/// What stands in for a database driver, which no runtime brings.
pub const DATABASE: &str = "export const database = {
  connect: async () => {},
  query: async () => ({ rows: [{ product: 'teapot', cents: 14970 }] }),
};";
