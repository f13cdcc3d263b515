// heavy-init with lazy loading: the layout engine waits for the first call that needs it.

import quotes from "./quotes.json" with { type: "json" };

// ANCHOR: handler
let engine; // loaded once, kept for later calls

export const handler = async (event) => {
  if (event.rawPath === "/poster") {
    engine ??= await import("./layout-engine.js");
    return engine.poster(quotes);
  }
  return quotes[event.rawPath.length % quotes.length];
};
// ANCHOR_END: handler
