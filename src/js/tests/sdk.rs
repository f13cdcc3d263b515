//! The AWS SDK's names, in version 3's shape.

use super::*;
use crate::js::sdk::CLIENTS;

const INVOKE: &str = "import { LambdaClient, InvokeCommand, TooManyRequestsException, LambdaServiceException } from '@aws-sdk/client-lambda';\n";

#[expect(clippy::unnecessary_wraps, reason = "answers are functions of one type")]
fn fine(call: &Call) -> Result<String, CallError> {
    match call.operation.as_str() {
        "Invoke" => Ok(r#"{"StatusCode":200,"ExecutedVersion":"$LATEST","Payload":"{\"ok\":true}"}"#.into()),
        "GetObject" => Ok(r#"{"Body":"grüße\nzwei","ContentLength":12,"LastModified":1767225600}"#.into()),
        _ => Ok("{}".into()),
    }
}

#[test]
fn a_command_is_one_call() {
    let source = format!(
        "{INVOKE}const client = new LambdaClient({{ region: 'eu-central-1' }});
export const handler = async () => {{
  const output = await client.send(new InvokeCommand({{ FunctionName: 'other', Payload: JSON.stringify({{ a: 1 }}) }}));
  return [output.StatusCode, output.Payload.transformToString(), new TextDecoder().decode(output.Payload), output.$metadata, await client.config.region()];
}};"
    );
    let mut process = served("index.mjs", &source, fine);
    let answer = returned(&mut process, "{}");
    assert_eq!(process.asked, [r#"lambda Invoke {"FunctionName":"other","Payload":"{\"a\":1}"}"#]);
    assert_eq!(answer[1], r#"{"ok":true}"#);
    assert_eq!(answer[2], r#"{"ok":true}"#);
    assert_eq!((&answer[3]["httpStatusCode"], &answer[3]["attempts"]), (&200.into(), &1.into()));
    assert_eq!(answer[3]["requestId"].as_str().unwrap().len(), 36);
    assert_eq!(answer[4], "eu-central-1");
}

#[test]
fn the_aggregated_client_and_callbacks_work_too() {
    let source = "import { S3 } from '@aws-sdk/client-s3';
const s3 = new S3({});
export const handler = async () => {
  await s3.putObject({ Bucket: 'b', Key: 'k', Body: Buffer.from([0, 255, 128]) });
  return new Promise((done, failed) => s3.getObject({ Bucket: 'b', Key: 'k' }, (error, output) => (error ? failed(error) : output.Body.transformToString().then((text) => done([text, output.LastModified])))));
};";
    let mut process = served("index.mjs", source, fine);
    assert_eq!(returned(&mut process, "{}"), serde_json::json!(["grüße\nzwei", "2026-01-01T00:00:00.000Z"]));
    assert_eq!(process.asked[0], r#"s3 PutObject {"Bucket":"b","Key":"k","Body":{"$bytes":"AP+A"}}"#);
}

#[test]
fn a_body_is_read_as_a_stream_too() {
    let source = "import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
const get = () => new S3Client({}).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })).then((output) => output.Body);
export const handler = async () => {
  const chunks = [];
  for await (const chunk of await get()) chunks.push(chunk);
  const events = await get().then((body) => new Promise((done) => { const all = []; body.on('data', (c) => all.push(c)); body.on('end', () => done(Buffer.concat(all).toString())); }));
  return [Buffer.concat(chunks).toString('utf8'), events];
};";
    let mut process = served("index.mjs", source, fine);
    assert_eq!(returned(&mut process, "{}"), serde_json::json!(["grüße\nzwei", "grüße\nzwei"]));
}

#[test]
fn exceptions_are_classes() {
    let source = "import { DynamoDBClient, PutItemCommand, ConditionalCheckFailedException, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
export const handler = async () => {
  try { await new DynamoDBClient({}).send(new PutItemCommand({ TableName: 't', Item: { id: { S: '1' } } })); } catch (e) {
    return [e instanceof ConditionalCheckFailedException, e instanceof DynamoDBServiceException, e instanceof Error, e.name, e.message, e.$fault,
      e.$metadata.httpStatusCode, e.$metadata.attempts, e.Item.id.S, String(e)];
  }
};";
    let refuse: Services = |_| {
        let mut error = CallError::client("ConditionalCheckFailedException", 400, "The conditional request failed");
        error.members = Some(r#"{"Item":{"id":{"S":"1"}}}"#.into());
        Err(error)
    };
    let expected = r#"[true,true,true,"ConditionalCheckFailedException","The conditional request failed","client",400,1,"1","ConditionalCheckFailedException: The conditional request failed"]"#;
    assert_eq!(
        returned(&mut served("index.mjs", source, refuse), "{}"),
        serde_json::from_str::<serde_json::Value>(expected).unwrap()
    );
}

fn throttled(_: &Call) -> Result<String, CallError> {
    Err(CallError::client("TooManyRequestsException", 429, "Rate Exceeded."))
}

#[test]
fn throttling_is_tried_three_times_with_jitter() {
    let source = format!(
        "{INVOKE}export const handler = async (event) => {{
  const start = Date.now();
  try {{ await new LambdaClient(event.config).send(new InvokeCommand({{ FunctionName: 'f' }})); }} catch (e) {{
    return [e instanceof TooManyRequestsException, e.$metadata.attempts, e.$metadata.totalRetryDelay, Date.now() - start];
  }}
}};"
    );
    let mut process = served("index.mjs", &source, throttled);
    let answer = returned(&mut process, r#"{"config":{}}"#);
    assert_eq!((&answer[0], &answer[1], process.asked.len()), (&true.into(), &3.into(), 3));
    let (delay, total) = (answer[2].as_f64().unwrap(), answer[3].as_f64().unwrap());
    assert!(delay > 0.0 && delay <= 1_500.0, "the first wait is below 500 ms, the second below 1,000 ms: {delay}");
    assert!((delay + 15.0..delay + 20.0).contains(&total), "{delay} {total}");
    let again = returned(&mut served("index.mjs", &source, throttled), r#"{"config":{}}"#);
    assert_eq!(again, answer, "chance is the run's own");
    let once = returned(&mut served("index.mjs", &source, throttled), r#"{"config":{"maxAttempts":1}}"#);
    assert_eq!((&once[1], &once[2]), (&1.into(), &0.into()));
}

#[test]
fn server_errors_are_tried_again_and_the_callers_own_are_not() {
    fn attempts(services: Services) -> usize {
        let source = format!(
            "{INVOKE}export const handler = async () => {{ try {{ await new LambdaClient({{}}).send(new InvokeCommand({{ FunctionName: 'f' }})); }} catch (e) {{ return e.name; }} }};"
        );
        let mut process = served("index.mjs", &source, services);
        returned(&mut process, "{}");
        process.asked.len()
    }
    assert_eq!(attempts(|_| Err(CallError::client("AccessDeniedException", 403, "no"))), 1);
    assert_eq!(
        attempts(|_| Err(CallError::client("NoSuchService", 400, "the service `lambda` is not in this lab"))),
        1
    );
    assert_eq!(
        attempts(|_| Err(CallError { name: "ServiceException".into(), status: 503, ..CallError::default() })),
        3
    );
    assert_eq!(
        attempts(|_| Err(CallError {
            name: "ModelError".into(),
            status: 400,
            retryable: true,
            ..CallError::default()
        })),
        3
    );
}

#[test]
fn a_request_can_time_out_and_be_aborted() {
    let source = format!(
        "{INVOKE}import {{ NodeHttpHandler }} from '@smithy/node-http-handler';
export const handler = async () => {{
  const names = [];
  const impatient = new LambdaClient({{ maxAttempts: 2, requestHandler: new NodeHttpHandler({{ requestTimeout: 2 }}) }});
  try {{ await impatient.send(new InvokeCommand({{ FunctionName: 'slow' }})); }} catch (e) {{ names.push(e.name, e.$metadata.attempts); }}
  const control = new AbortController();
  setTimeout(() => control.abort(), 1);
  try {{ await new LambdaClient({{}}).send(new InvokeCommand({{ FunctionName: 'slow' }}), {{ abortSignal: control.signal }}); }} catch (e) {{ names.push(e.name); }}
  return names;
}};"
    );
    let mut process = served("index.mjs", &source, fine);
    assert_eq!(returned(&mut process, "{}"), serde_json::json!(["TimeoutError", 2, "AbortError"]));
}

#[test]
fn a_client_has_fifty_sockets() {
    let source = format!(
        "{INVOKE}export const handler = async () => {{ const client = new LambdaClient({{}}); const all = await Promise.all(Array.from({{ length: 120 }}, () => client.send(new InvokeCommand({{ FunctionName: 'f' }})))); return all.length; }};"
    );
    let mut sandbox = Sandbox::new(asked(Package::single("index.mjs", source))).unwrap();
    sandbox.init(Moment(0), Moment(10_000_000));
    let turn = sandbox.invoke(Moment(0), Moment(10_000_000), "{}", CONTEXT);
    assert_eq!(turn.calls.len(), 50);
    let answers: Vec<Answer> = (1..=10).map(|ticket| Answer { ticket, result: Ok("{}".into()) }).collect();
    assert_eq!(sandbox.resume(Moment(5_000_000), &answers).calls.len(), 10);
}

#[test]
fn the_document_client_speaks_in_plain_values() {
    let source = "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, BatchWriteCommand, TransactWriteCommand, QueryCommand, UpdateCommand, paginateQuery, DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
export const handler = async () => {
  await client.send(new PutCommand({ TableName: 't', Item: { id: 'a', n: 1.5, list: [true, null], gone: undefined, bytes: new Uint8Array([1]), tags: new Set(['x']) } }));
  await client.send(new UpdateCommand({ TableName: 't', Key: { id: 'a' }, UpdateExpression: 'SET #n = :n', ExpressionAttributeNames: { '#n': 'n' }, ExpressionAttributeValues: { ':n': 2 } }));
  await client.send(new BatchWriteCommand({ RequestItems: { Item: [{ PutRequest: { Item: { id: 'b' } } }, { DeleteRequest: { Key: { id: 'c' } } }] } }));
  await client.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName: 't', Item: { id: 'd' } } }] }));
  const { Item } = await client.send(new GetCommand({ TableName: 't', Key: { id: 'a' } }));
  const found = [];
  for await (const page of paginateQuery({ client }, { TableName: 't' })) found.push(...page.Items);
  const whole = DynamoDBDocument.from(new DynamoDBClient({}));
  const again = await whole.get({ TableName: 't', Key: { id: 'a' } });
  return [Item, found, again.Item.n];
};";
    let services: Services = |call| {
        Ok(match call.operation.as_str() {
            "GetItem" => {
                r#"{"Item":{"id":{"S":"a"},"n":{"N":"1.5"},"m":{"M":{"x":{"L":[{"BOOL":true},{"NULL":true}]}}}}}"#
            }
            "Query" if call.input.contains("ExclusiveStartKey") => r#"{"Items":[{"id":{"S":"second"}}],"Count":1}"#,
            "Query" => r#"{"Items":[{"id":{"S":"first"}}],"Count":1,"LastEvaluatedKey":{"id":{"S":"first"}}}"#,
            _ => "{}",
        }
        .to_owned())
    };
    let mut process = served("index.mjs", source, services);
    let expected = serde_json::json!([{"id":"a","n":1.5,"m":{"x":[true,null]}},[{"id":"first"},{"id":"second"}],1.5]);
    assert_eq!(returned(&mut process, "{}"), expected);
    let expected = [
        r#"dynamodb PutItem {"TableName":"t","Item":{"id":{"S":"a"},"n":{"N":"1.5"},"list":{"L":[{"BOOL":true},{"NULL":true}]},"bytes":{"B":{"$bytes":"AQ=="}},"tags":{"SS":["x"]}}}"#,
        r##"dynamodb UpdateItem {"TableName":"t","Key":{"id":{"S":"a"}},"UpdateExpression":"SET #n = :n","ExpressionAttributeNames":{"#n":"n"},"ExpressionAttributeValues":{":n":{"N":"2"}}}"##,
        r#"dynamodb BatchWriteItem {"RequestItems":{"Item":[{"PutRequest":{"Item":{"id":{"S":"b"}}}},{"DeleteRequest":{"Key":{"id":{"S":"c"}}}}]}}"#,
        r#"dynamodb TransactWriteItems {"TransactItems":[{"Put":{"TableName":"t","Item":{"id":{"S":"d"}}}}]}"#,
        r#"dynamodb GetItem {"TableName":"t","Key":{"id":{"S":"a"}}}"#,
        r#"dynamodb Query {"TableName":"t"}"#,
        r#"dynamodb Query {"TableName":"t","ExclusiveStartKey":{"id":{"S":"first"}}}"#,
    ];
    assert_eq!(process.asked[..7], expected);
}

#[test]
fn undefined_is_refused_in_an_item_as_the_sdk_does() {
    let source = "import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
export const handler = async () => { const round = unmarshall(marshall({ a: [1, { b: 'x' }], big: 9007199254740993n })); console.log(round); marshall({ a: undefined }); };";
    let mut process = Process::esm(source);
    process.init();
    let thrown = failure(process.invoke("{}"));
    assert_eq!(
        thrown.error_message,
        "Pass options.removeUndefinedValues=true to remove undefined values from map/array/set."
    );
    assert_eq!(process.printed[0], "INFO { a: [ 1, { b: 'x' } ], big: 9007199254740993n }");
}

#[test]
fn every_client_of_the_table_loads_with_its_commands() {
    for client in CLIENTS {
        let operation = client.operations[0];
        let source = format!(
            "import {{ {name}Client, {name}, {operation}Command, {exception} }} from '@aws-sdk/client-{package}';
export const handler = async () => {{ await new {name}Client({{}}).send(new {operation}Command({{}})); await new {name}({{}}).{method}({{}}); return typeof {exception}; }};",
            name = client.name,
            exception = client.exceptions[0],
            package = client.package,
            method = operation[..1].to_lowercase() + &operation[1..],
        );
        let mut process = served("index.mjs", &source, |_| Ok("{}".into()));
        assert_eq!(returned(&mut process, "{}"), "function", "{}", client.package);
        assert_eq!(process.asked, [(); 2].map(|()| format!("{} {operation} {{}}", client.service)));
        let mut sorted = client.operations.to_vec();
        sorted.sort_unstable();
        assert_eq!(client.operations, sorted, "{}", client.package);
    }
}

#[test]
fn captured_clients_and_functions_are_subsegments() {
    let source = "const AWSXRay = require('aws-xray-sdk-core'); const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
const s3 = AWSXRay.captureAWSv3Client(new S3Client({}));
exports.handler = async () => {
  const outer = AWSXRay.getSegment().addNewSubsegment('## work');
  outer.addAnnotation('order', 7);
  AWSXRay.setSegment(outer);
  await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' }));
  outer.close();
  await AWSXRay.captureAsyncFunc('later', async (subsegment) => { subsegment.close(new Error('no')); });
};";
    let mut process = served("index.js", source, fine);
    returned(&mut process, "{}");
    let told: Vec<_> =
        process.subsegments.iter().map(|part| (part.name.as_str(), part.parent, part.notes.as_str())).collect();
    assert_eq!(told[0].0, "S3");
    assert_eq!(told[0].1, Some(1));
    assert!(told[0].2.contains(r#""aws":{"operation":"PutObject"}"#), "{told:?}");
    assert_eq!((told[1].0, told[1].1), ("## work", None));
    assert!(told[1].2.contains(r#""annotations":{"order":7}"#), "{told:?}");
    assert!(told[2].2.contains(r#""error":{"name":"Error","message":"no"}"#), "{told:?}");
    let s3 = &process.subsegments[0];
    assert!(s3.to.since(s3.from) >= LATENCY);
}
