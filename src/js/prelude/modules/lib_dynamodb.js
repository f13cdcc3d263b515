// `@aws-sdk/lib-dynamodb`: the document client, which speaks in plain values.
(function (host, core, name) {
  'use strict';
  const sdk = core.part('sdk');
  const database = core.builtin('@aws-sdk/client-dynamodb');
  const { marshall, unmarshall, convertToAttr, convertToNative, NumberValueImpl } = core.builtin('@aws-sdk/util-dynamodb');
  const ITEMS = new Set(['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey', 'LastEvaluatedKey', 'Attributes', 'OldImage', 'NewImage']);
  const LISTS = new Set(['Items', 'Keys']);
  // Goes through a request or an answer and translates the items in it; in `tables` the keys are names of tables.
  const translate = (value, item, one) => {
    if (Array.isArray(value)) return value.map((part) => translate(part, item, one));
    if (typeof value !== 'object' || value === null) return value;
    const made = {};
    for (const [key, part] of Object.entries(value)) {
      if (part === undefined) continue;
      if (ITEMS.has(key) && typeof part === 'object' && part !== null) made[key] = item(part);
      else if (LISTS.has(key) && Array.isArray(part)) made[key] = part.map(item);
      else if (key === 'Parameters' && Array.isArray(part)) made[key] = part.map(one);
      else if (['RequestItems', 'UnprocessedItems', 'UnprocessedKeys'].includes(key)) made[key] = tables(part, (table) => translate(table, item, one));
      else if (key === 'Responses' && !Array.isArray(part)) made[key] = tables(part, (rows) => rows.map(item));
      else made[key] = key === 'ExpressionAttributeNames' ? part : translate(part, item, one);
    }
    return made;
  };
  const tables = (value, each) => Object.fromEntries(Object.entries(value ?? {}).map(([table, part]) => [table, each(part)]));

  const short = { Get: 'GetItem', Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', BatchGet: 'BatchGetItem', BatchWrite: 'BatchWriteItem',
    TransactGet: 'TransactGetItems', TransactWrite: 'TransactWriteItems', Query: 'Query', Scan: 'Scan', ExecuteStatement: 'ExecuteStatement',
    BatchExecuteStatement: 'BatchExecuteStatement', ExecuteTransaction: 'ExecuteTransaction' };
  const commands = {};
  for (const [verb, operation] of Object.entries(short)) {
    const Plain = database[`${operation}Command`];
    const title = `${verb}Command`;
    commands[title] = { [title]: class extends Plain {
      $in = {};
      $out = {};
      $prepare() {
        const into = { removeUndefinedValues: false, ...this.$in };
        const plain = translate(this.input ?? {}, (item) => marshall(item, { ...into, convertTopLevelContainer: false }), (value) => convertToAttr(value, into));
        return new Plain(plain).$prepare();
      }
      $receive(output, $metadata) {
        const plain = super.$receive(output, $metadata);
        return { ...translate({ ...plain, $metadata: undefined }, (item) => unmarshall(item, this.$out), (value) => convertToNative(value, this.$out)), $metadata };
      }
    } }[title];
  }
  class DynamoDBDocumentClient extends sdk.Client {
    #client;
    #options;
    constructor(client, options = {}) { super(); this.#client = client; this.#options = options; this.config = client.config; }
    static from(client, options) { return new this(client, options); }
    send(command, ...rest) {
      if ('$in' in Object(command)) { command.$in = this.#options.marshallOptions ?? {}; command.$out = this.#options.unmarshallOptions ?? {}; }
      return this.#client.send(command, ...rest);
    }
    destroy() { this.#client.destroy(); }
  }
  class DynamoDBDocument extends DynamoDBDocumentClient {}
  for (const verb of Object.keys(short)) {
    core.hidden(DynamoDBDocument.prototype, verb[0].toLowerCase() + verb.slice(1), function (input, ...rest) { return this.send(new commands[`${verb}Command`](input), ...rest); });
  }
  return sdk.strict(name, {
    DynamoDBDocumentClient, DynamoDBDocument, ...commands, NumberValue: NumberValueImpl, NumberValueImpl,
    paginateQuery: sdk.pager(commands.QueryCommand, 'LastEvaluatedKey', 'ExclusiveStartKey'),
    paginateScan: sdk.pager(commands.ScanCommand, 'LastEvaluatedKey', 'ExclusiveStartKey'),
  });
})
