// orders-api: lists, reads and creates orders in a table.

import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from "@aws-sdk/lib-dynamodb";

// ANCHOR: handler
// Once per environment: the connection is kept for later calls.
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

// ANCHOR: read
export const handler = async (event) => {
  const id = event.pathParameters?.id;
  if (id) {
    // The function waits here, and is billed while it waits.
    const found = await table.send(
      new GetCommand({ TableName: "orders", Key: { id } }),
    );
    return found.Item ? reply(200, found.Item) : reply(404, { id });
  }
  // ANCHOR_END: read
  const order = { ...JSON.parse(event.body), id: randomUUID() };
  await table.send(new PutCommand({ TableName: "orders", Item: order }));
  return reply(201, order);
};
// ANCHOR_END: handler

const reply = (statusCode, body) => ({
  statusCode,
  body: JSON.stringify(body),
});
