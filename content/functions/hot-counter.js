// hot-counter: adds one to the page views of a page. One item for a page, or
// SHARDS of them.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const SHARDS = Number(process.env.SHARDS ?? 1);

// ANCHOR: handler
export const handler = async (event) => {
  const page = event.rawPath;
  // With one shard, every visitor of a page writes to the same partition.
  const shard = Math.floor(Math.random() * SHARDS);
  const { Attributes } = await table.send(
    new UpdateCommand({
      TableName: "views",
      Key: { id: `${page}#${shard}` },
      UpdateExpression: "ADD #views :one",
      ExpressionAttributeNames: { "#views": "views" },
      ExpressionAttributeValues: { ":one": 1 },
      ReturnValues: "UPDATED_NEW",
    }),
  );
  return {
    statusCode: 200,
    body: JSON.stringify({ page, views: Attributes.views }),
  };
};
// ANCHOR_END: handler

// What it answers:
//   events/hot-counter.api-gateway.json
//     → {"statusCode":200,…\"views\":1}"}
