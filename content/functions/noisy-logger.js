// noisy-logger: orders-api that prints six kilobytes about every call.

import { handler as orders } from "./orders-api.js";

// ANCHOR: handler
export const handler = async (event, context) => {
  console.log("event", JSON.stringify(event, null, 2));
  console.log("context", JSON.stringify(context, null, 2));
  console.log("environment", JSON.stringify(process.env, null, 2));
  const answer = await orders(event, context);
  console.log("answer", JSON.stringify(answer, null, 2));
  console.log("event again", JSON.stringify(event, null, 4));
  return answer;
};
// ANCHOR_END: handler

// What it answers:
//   events/noisy-logger.api-gateway.json
//     → {"statusCode":200,…\"id\":\"o-1001\"…}
