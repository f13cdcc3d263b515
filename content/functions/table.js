// Reads one item of a table.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";

const tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const read = async (TableName, id) => {
  const { Item } = await tables.send(
    new GetCommand({ TableName, Key: { id } }),
  );
  if (!Item) throw new Error(`${TableName} has no ${id}`);
  return Item;
};
