// checkout-charge-card: takes the money. The order's own number is the key, so
// that a second try takes nothing more.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";

const bank = DynamoDBDocumentClient.from(new DynamoDBClient({}));

// ANCHOR: handler
export const handler = async (order) => {
  try {
    await bank.send(
      new PutCommand({
        TableName: "charges",
        Item: { id: order.orderId, cents: order.cents },
        ConditionExpression: "attribute_not_exists(id)",
      }),
    );
  } catch (error) {
    // Already charged: an earlier try got this far.
    if (error.name !== "ConditionalCheckFailedException") throw error;
  }
  return { ...order, charged: true };
};
// ANCHOR_END: handler

// What it answers:
//   events/checkout.test.json
//     → {"orderId":"o-1001",…"charged":true}
//   events/checkout.charged.json
//     → {"orderId":"o-1002",…"charged":true}
