// queue-worker: books a parcel for each message of a queue; what fails goes
// back, and only that.

const CARRIER_URL =
  process.env.CARRIER_URL ?? "https://carrier.example/parcels";

// ANCHOR: handler
export const handler = async (event) => {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      await book(JSON.parse(record.body));
    } catch (error) {
      console.error(`${record.messageId}: ${error.message}`);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
};
// ANCHOR_END: handler

export const book = async ({ orderId, item, count }) => {
  if (!orderId) throw new TypeError("a message without an order");
  const answer = await fetch(CARRIER_URL, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": orderId },
    body: JSON.stringify({ orderId, item, count }),
  });
  if (!answer.ok) throw new Error(`the carrier answered ${answer.status}`);
};

// What it answers:
//   events/queue-worker.sqs.json
//     → {"batchItemFailures":[]}
//   events/queue-worker.poison.json
//     → {"batchItemFailures":[{"itemIdentifier":"m-2"}]}
