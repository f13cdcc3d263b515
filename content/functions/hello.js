// hello: a greeting, and the name of the execution environment that gave it.

// ANCHOR: handler
export const handler = async (event, context) => {
  const name = event.rawPath?.slice(1) || "world";
  const place = context.logStreamName;
  return `Hello, ${name}, from ${place}`;
};
// ANCHOR_END: handler

// What it answers:
//   events/hello.api-gateway.json
//     → "Hello, Ada, from …"
//   events/hello.test.json
//     → "Hello, world, from …"
