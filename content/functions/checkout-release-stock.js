// checkout-release-stock: undoes checkout-reserve-stock.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";

const stock = DynamoDBDocumentClient.from(new DynamoDBClient({}));

// ANCHOR: handler
export const handler = async (order) => {
  await stock.send(
    new UpdateCommand({
      TableName: "stock",
      Key: { id: order.item },
      UpdateExpression: "SET available = available + :count",
      ExpressionAttributeValues: { ":count": order.count },
    }),
  );
  return { ...order, reserved: false };
};
// ANCHOR_END: handler

// What it answers:
//   events/checkout.test.json
//     → {"orderId":"o-1001",…"reserved":false}
