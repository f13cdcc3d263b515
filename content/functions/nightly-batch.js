// nightly-batch: removes baskets that nobody has touched for a month. A
// schedule calls it once a day.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  ScanCommand,
} from "@aws-sdk/lib-dynamodb";

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TABLE ?? "baskets";
const DAYS = 30;

// ANCHOR: handler
export const handler = async (event) => {
  const before = new Date(
    new Date(event.time) - DAYS * 86_400_000,
  ).toISOString();
  let removed = 0;
  let ExclusiveStartKey;
  do {
    const page = await table.send(
      new ScanCommand({ TableName, Limit: 25, ExclusiveStartKey }),
    );
    const old = page.Items.filter(({ touched }) => touched < before);
    if (old.length > 0) {
      const requests = old.map(({ id }) => ({
        DeleteRequest: { Key: { id } },
      }));
      await table.send(
        new BatchWriteCommand({ RequestItems: { [TableName]: requests } }),
      );
    }
    removed += old.length;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return { removed };
};
// ANCHOR_END: handler

// What it answers:
//   events/nightly-batch.schedule.json
//     → {"removed":2}
