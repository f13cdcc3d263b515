// orders-api: lists, reads, creates, changes and removes orders in a table.

import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
} from "@aws-sdk/lib-dynamodb";

const TableName = process.env.TABLE ?? "orders";

// ANCHOR: handler
// Once per environment: the connection is kept for later calls.
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = async (event) => {
  const route = routes[event.routeKey];
  return route ? route(event) : reply(404, { error: "no such page" });
};
// ANCHOR_END: handler

// ANCHOR: read
const read = async ({ pathParameters: { id } }) => {
  // The function waits here, and is billed while it waits.
  const found = await table.send(new GetCommand({ TableName, Key: { id } }));
  return found.Item ? reply(200, found.Item) : reply(404, { id });
};
// ANCHOR_END: read

const list = async () => {
  const { Items } = await table.send(new ScanCommand({ TableName, Limit: 20 }));
  return reply(200, Items);
};

const create = async ({ body }) => {
  const order = { ...JSON.parse(body), id: randomUUID(), status: "new" };
  await table.send(new PutCommand({ TableName, Item: order }));
  return reply(201, order);
};

const replace = async ({ pathParameters: { id }, body }) => {
  const order = { ...JSON.parse(body), id };
  await table.send(new PutCommand({ TableName, Item: order }));
  return reply(200, order);
};

const remove = async ({ pathParameters: { id } }) => {
  await table.send(new DeleteCommand({ TableName, Key: { id } }));
  return { statusCode: 204 };
};

const routes = {
  "GET /orders": list,
  "GET /orders/{id}": read,
  "POST /orders": create,
  "PUT /orders/{id}": replace,
  "DELETE /orders/{id}": remove,
};

const reply = (statusCode, body) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

// What it answers:
//   events/orders-api.read.json
//     → {"statusCode":200,…\"id\":\"o-1001\"…}
//   events/orders-api.create.json
//     → {"statusCode":201,…\"item\":\"teapot\"…}
//   events/orders-api.unknown.json
//     → {"statusCode":404,…}
