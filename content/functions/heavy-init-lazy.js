// heavy-init with lazy loading: the layout engine waits for the first call that
// needs it.

import { pick, quotes } from "./quotes.js";

// ANCHOR: handler
let engine; // loaded once, then kept

export const handler = async (event) => {
  if (event.rawPath === "/poster") {
    engine ??= await import("./layout.js");
    return engine.poster(quotes);
  }
  return pick(quotes);
};
// ANCHOR_END: handler

// What it answers:
//   events/heavy-init.quote.json
//     → "…"
//   events/heavy-init.poster.json
//     → "First, solve the problem.…"
