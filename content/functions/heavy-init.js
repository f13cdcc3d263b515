// heavy-init: a quote service that carries a whole layout engine for its rare poster page.

// ANCHOR: handler
import * as engine from "./layout-engine.js"; // large
import quotes from "./quotes.json" with { type: "json" };

export const handler = async (event) => {
  if (event.rawPath === "/poster") {
    return engine.poster(quotes);
  }
  return quotes[event.rawPath.length % quotes.length];
};
// ANCHOR_END: handler
