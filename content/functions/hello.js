// hello: says good day, and tells which execution environment answered.

// ANCHOR: top
import { randomUUID } from "node:crypto";

// Runs once, when an environment starts.
const environment = randomUUID().slice(0, 8);
let visits = 0;
// ANCHOR_END: top

// ANCHOR: handler
// Runs for every call.
export const handler = async (event) => {
  visits += 1;
  const name = event.queryStringParameters?.name ?? "world";
  return {
    statusCode: 200,
    body: JSON.stringify({ greeting: `Hello, ${name}`, environment, visits }),
  };
};
// ANCHOR_END: handler
