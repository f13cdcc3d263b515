// s3-ingest: turns the lines of an uploaded CSV file into items of a table.

import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";

const s3 = new S3Client({});
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TABLE ?? "rows";
const BATCH = 25; // the most items that one write may have

// ANCHOR: handler
export const handler = async (event) => {
  let rows = 0;
  for (const { s3: upload } of event.Records) {
    const Key = decodeURIComponent(upload.object.key.replaceAll("+", " "));
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: upload.bucket.name, Key }),
    );
    const items = parse(await Body.transformToString());
    for (let from = 0; from < items.length; from += BATCH) {
      await write(items.slice(from, from + BATCH));
    }
    rows += items.length;
  }
  return { rows };
};
// ANCHOR_END: handler

// The first line names the columns.
const parse = (text) => {
  const [head, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  return lines.map((cells) =>
    Object.fromEntries(head.map((name, column) => [name, cells[column]])),
  );
};

// A table under load takes some of the items and gives the others back.
const write = async (items) => {
  let left = items.map((Item) => ({ PutRequest: { Item } }));
  while (left.length > 0) {
    const { UnprocessedItems } = await table.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: left } }),
    );
    left = UnprocessedItems?.[TableName] ?? [];
  }
};

// What it answers:
//   events/s3-ingest.s3.json
//     → {"rows":3}
