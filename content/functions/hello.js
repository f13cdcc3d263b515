// hello: a greeting, and a note on which execution environment gave it.

import { randomUUID } from "node:crypto";

// Once, when an environment starts.
const environment = randomUUID();
let visits = 0;

// ANCHOR: handler
export const handler = async (event) => {
  visits += 1;
  const name = event.rawPath.slice(1) || "world";
  const greeting = `Hello, ${name}`;
  return { greeting, environment, visits };
};
// ANCHOR_END: handler
