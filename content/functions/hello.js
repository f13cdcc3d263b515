// hello: a greeting, and the name of the execution environment that gave it.

// ANCHOR: handler
export const handler = async (event, context) => {
  const name = event.rawPath.slice(1) || "world";
  return `Hello, ${name}, from ${context.logStreamName}`;
};
// ANCHOR_END: handler
