// web-shop: the front of a whole shop. Pages come from a bucket, orders from a
// table, a checkout is a workflow of its own.

import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { handler as login } from "./login-flow.js";
import { handler as orders } from "./orders-api.js";

const s3 = new S3Client({});
const workflows = new SFNClient({});
const sns = new SNSClient({});
const SITE = process.env.SITE ?? "shop-website";
const stateMachineArn =
  process.env.CHECKOUT_ARN ??
  "arn:aws:states:us-east-1:123456789012:stateMachine:checkout-workflow";
const TopicArn =
  process.env.TOPIC_ARN ?? "arn:aws:sns:us-east-1:123456789012:orders";

// ANCHOR: handler
export const handler = async (event, context) => {
  const { routeKey } = event;
  if (routeKey === "POST /checkout") return checkout(event, context);
  if (/ \/(sign-|confirm)/.test(routeKey)) return login(event, context);
  if (/ \/orders/.test(routeKey)) return orders(event, context);
  return page(event);
};
// ANCHOR_END: handler

// ANCHOR: checkout
// The visitor waits until the order is taken in. Stock, card and parcel come
// after the answer.
const checkout = async ({ body }, { awsRequestId }) => {
  const order = { ...JSON.parse(body), orderId: awsRequestId };
  await workflows.send(
    new StartExecutionCommand({
      stateMachineArn,
      name: awsRequestId,
      input: JSON.stringify(order),
    }),
  );
  await sns.send(
    new PublishCommand({
      TopicArn,
      Message: JSON.stringify({ type: "order-placed", orderId: awsRequestId }),
    }),
  );
  return {
    statusCode: 202,
    body: JSON.stringify({ orderId: awsRequestId, status: "placed" }),
  };
};
// ANCHOR_END: checkout

const page = async ({ rawPath }) => {
  const Key = rawPath === "/" ? "index.html" : rawPath.slice(1);
  const { Body, ContentType } = await s3.send(
    new GetObjectCommand({ Bucket: SITE, Key }),
  );
  return {
    statusCode: 200,
    headers: { "content-type": ContentType },
    body: await Body.transformToString(),
  };
};

// What it answers:
//   events/web-shop.home.json
//     → {"statusCode":200,…"body":"<h1>Teapots</h1>"}
//   events/web-shop.checkout.json
//     → {"statusCode":202,…\"status\":\"placed\"…}
//   events/orders-api.read.json
//     → {"statusCode":200,…\"id\":\"o-1001\"…}
