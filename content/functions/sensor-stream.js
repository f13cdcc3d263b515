// sensor-stream: passes sensor readings of a Kinesis stream on to a delivery
// stream, in degrees.

import {
  FirehoseClient,
  PutRecordBatchCommand,
} from "@aws-sdk/client-firehose";

const firehose = new FirehoseClient({});
const DeliveryStreamName = process.env.STREAM ?? "readings";

// ANCHOR: handler
export const handler = async (event) => {
  const Records = [];
  for (const { kinesis } of event.Records) {
    try {
      Records.push({ Data: line(kinesis.data) });
    } catch {
      // What came before it is delivered; the stream goes on at this record.
      await deliver(Records);
      return {
        batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }],
      };
    }
  }
  await deliver(Records);
  return { batchItemFailures: [] };
};
// ANCHOR_END: handler

const line = (data) => {
  const { sensor, fahrenheit } = JSON.parse(
    Buffer.from(data, "base64").toString(),
  );
  const celsius = Math.round((fahrenheit - 32) / 0.18) / 10;
  return Buffer.from(`${JSON.stringify({ sensor, celsius })}\n`);
};

const deliver = async (Records) => {
  if (Records.length === 0) return;
  const { FailedPutCount } = await firehose.send(
    new PutRecordBatchCommand({ DeliveryStreamName, Records }),
  );
  if (FailedPutCount > 0)
    throw new Error(`${FailedPutCount} readings were not taken`);
};

// What it answers:
//   events/sensor-stream.kinesis.json
//     → {"batchItemFailures":[]}
//   events/sensor-stream.broken.json
//     → {"batchItemFailures":[{"itemIdentifier":"…"}]}
