// heavy-init: a quote service that carries a whole layout engine for its rare
// poster page.

// ANCHOR: handler
import * as engine from "./layout.js"; // large
import { pick, quotes } from "./quotes.js";

export const handler = async (event) => {
  if (event.rawPath === "/poster") {
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
