// flaky-payment: charges a card; sometimes it fails, before the money has moved
// or after.

import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";

const bank = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const FAILS = Number(process.env.FAILS ?? 0.2); // the share of calls that fail
const WHEN = process.env.WHEN ?? "after"; // before or after the money has moved

// ANCHOR: handler
export const handler = async ({ orderId, cents }) => {
  const charge = { id: randomUUID(), order: orderId, cents };
  if (WHEN === "before") mayFail();
  await bank.send(new PutCommand({ TableName: "charges", Item: charge }));
  // The money has moved.
  if (WHEN === "after") mayFail();
  return charge;
};
// ANCHOR_END: handler

class PaymentError extends Error {
  name = "PaymentError";
}

const mayFail = () => {
  if (Math.random() < FAILS) throw new PaymentError("no answer from the bank");
};

// What it answers:
//   events/flaky-payment.test.json, FAILS=0
//     → {"id":"…","order":"o-1001","cents":4990}
//   events/flaky-payment.test.json, FAILS=1, WHEN=before
//     → PaymentError: no answer from the bank
//   events/flaky-payment.test.json, FAILS=1, WHEN=after
//     → PaymentError: no answer from the bank
