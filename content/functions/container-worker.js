// container-worker: the work of queue-worker and orders-api in a container on
// Fargate. No events come here: it asks the queue, answers HTTP, and runs until
// it is told to stop. `handler` is one round of asking, to try it out.

import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { book } from "./queue-worker.js";

const sqs = new SQSClient({});
const QueueUrl =
  process.env.PARCELS_QUEUE ??
  "https://sqs.us-east-1.amazonaws.com/123456789012/parcels";

// ANCHOR: round
export const handler = async () => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
    }),
  );
  let done = 0;
  for (const { Body, ReceiptHandle } of Messages) {
    await book(JSON.parse(Body));
    // Received is not deleted: without this, the message comes back.
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    done += 1;
  }
  return { taken: Messages.length, done };
};
// ANCHOR_END: round

// Fargate sets this variable in every container.
if (process.env.ECS_CONTAINER_METADATA_URI_V4) {
  const { serve } = await import("./container-http.js");
  serve();
  let running = true;
  // From this signal on, half a minute is left to finish.
  process.on("SIGTERM", () => (running = false));
  while (running) await handler();
  process.exit(0);
}

// What it answers:
//   events/container-worker.test.json
//     → {"taken":2,"done":2}
