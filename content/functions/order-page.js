// order-page: collects what one page of a shop shows about an order. Written
// twice; the lab switches between the two.

import { read } from "./table.js";
import { render } from "./render.js";

// ANCHOR: one-by-one
export const oneByOne = async ({ id }) => {
  const order = await read("orders", id);
  const items = await read("items", id);
  const buyer = await read("buyers", id);
  return render(order, items, buyer);
};
// ANCHOR_END: one-by-one

// ANCHOR: together
export const together = async ({ id }) => {
  const [order, items, buyer] = await Promise.all([
    read("orders", id),
    read("items", id),
    read("buyers", id),
  ]);
  return render(order, items, buyer);
};
// ANCHOR_END: together

export const handler = process.env.READS === "together" ? together : oneByOne;

// What it answers:
//   events/order-page.test.json
//     → {"statusCode":200,…Order o-1001 of Ada…}
//   events/order-page.test.json, READS=together
//     → {"statusCode":200,…Order o-1001 of Ada…}
