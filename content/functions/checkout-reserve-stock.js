// checkout-reserve-stock: puts the goods of an order aside, if there are
// enough.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";

const stock = DynamoDBDocumentClient.from(new DynamoDBClient({}));

class OutOfStock extends Error {
  name = "OutOfStock";
}

// ANCHOR: handler
export const handler = async (order) => {
  try {
    await stock.send(
      new UpdateCommand({
        TableName: "stock",
        Key: { id: order.item },
        UpdateExpression: "SET available = available - :count",
        ConditionExpression: "available >= :count",
        ExpressionAttributeValues: { ":count": order.count },
      }),
    );
  } catch (error) {
    if (error.name !== "ConditionalCheckFailedException") throw error;
    throw new OutOfStock(`not enough of ${order.item}`);
  }
  return { ...order, reserved: true };
};
// ANCHOR_END: handler

// What it answers:
//   events/checkout.test.json
//     → {"orderId":"o-1001","item":"teapot",…"reserved":true}
//   events/checkout.sold-out.json
//     → OutOfStock: not enough of unicorn
