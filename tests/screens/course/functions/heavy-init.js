import * as engine from "./layout-engine.js"; // large, and seldom needed

// ANCHOR: handler
export const handler = async (event) => {
  const quotes = await engine.quotes(event.rawPath);
  return { statusCode: 200, body: quotes[0] }; // a quote
};
// ANCHOR_END: handler
