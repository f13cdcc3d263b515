// checkout-create-shipment: tells the warehouse what to pack.

import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const warehouse = new SQSClient({});
const QueueUrl =
  process.env.PARCELS_QUEUE ??
  "https://sqs.us-east-1.amazonaws.com/123456789012/parcels";

// ANCHOR: handler
export const handler = async (order) => {
  const MessageBody = JSON.stringify({
    orderId: order.orderId,
    item: order.item,
    count: order.count,
  });
  const { MessageId } = await warehouse.send(
    new SendMessageCommand({ QueueUrl, MessageBody }),
  );
  return { ...order, shipment: MessageId };
};
// ANCHOR_END: handler

// What it answers:
//   events/checkout.test.json
//     → {"orderId":"o-1001",…"shipment":"m-…"}
