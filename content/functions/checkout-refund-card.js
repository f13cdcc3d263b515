// checkout-refund-card: undoes checkout-charge-card.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

const bank = DynamoDBDocumentClient.from(new DynamoDBClient({}));

// ANCHOR: handler
export const handler = async (order) => {
  await bank.send(
    new DeleteCommand({ TableName: "charges", Key: { id: order.orderId } }),
  );
  return { ...order, charged: false };
};
// ANCHOR_END: handler

// What it answers:
//   events/checkout.test.json
//     → {"orderId":"o-1001",…"charged":false}
