// heavy-init: a quote service that packs a whole layout engine for its rare PDF page.

// ANCHOR: handler
import { buildPdf } from "./layout-engine.js"; // large
import quotes from "./quotes.json" with { type: "json" };

export const handler = async (event) => {
  if (event.rawPath === "/poster") {
    return { statusCode: 200, body: await buildPdf(quotes) };
  }
  const quote = quotes[event.rawQueryString.length % quotes.length];
  return { statusCode: 200, body: JSON.stringify(quote) };
};
// ANCHOR_END: handler
