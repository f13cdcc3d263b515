// click-ingest: passes a click of a web page on to a delivery stream.

import { FirehoseClient, PutRecordCommand } from "@aws-sdk/client-firehose";

const firehose = new FirehoseClient({});
const DeliveryStreamName = process.env.STREAM ?? "clicks";

// ANCHOR: handler
export const handler = async (event) => {
  const click = {
    ...JSON.parse(event.body),
    at: event.requestContext.timeEpoch,
  };
  // A line each, so that the file of many clicks can be read line by line.
  const Data = Buffer.from(`${JSON.stringify(click)}\n`);
  await firehose.send(
    new PutRecordCommand({ DeliveryStreamName, Record: { Data } }),
  );
  return { statusCode: 202 };
};
// ANCHOR_END: handler

// What it answers:
//   events/click-ingest.api-gateway.json
//     → {"statusCode":202}
