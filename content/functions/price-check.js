// price-check: asks a partner for today's rates, then works out the price of a
// basket. The lessons' 60 ms of computing are those of 17 vouchers: each one
// more takes twice as long.

import { currentRates } from "./partner.js";
import { priceOf } from "./prices.js";

// ANCHOR: handler
export const handler = async ({ basket }) => {
  const rates = await currentRates(); // 150 ms, all of it waiting
  return priceOf(basket, rates); // 60 ms of computing on a whole vCPU
};
// ANCHOR_END: handler

// What it answers:
//   events/price-check.test.json
//     → {"currency":"EUR","cents":…}
