// heavy-init with lazy loading: the layout engine is loaded by the first call that needs it.

// ANCHOR: handler
import quotes from "./quotes.json" with { type: "json" };

let engine; // kept for later calls of this environment

export const handler = async (event) => {
  if (event.rawPath === "/poster") {
    engine ??= await import("./layout-engine.js");
    return { statusCode: 200, body: await engine.buildPdf(quotes) };
  }
  const quote = quotes[event.rawQueryString.length % quotes.length];
  return { statusCode: 200, body: JSON.stringify(quote) };
};
// ANCHOR_END: handler
