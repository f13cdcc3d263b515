// order-page: everything one page of a shop shows about an order.
// Two ways to write the same function; the lab switches between them.

import { byId, signature } from "./table.js";
import { render } from "./render.js";

// ANCHOR: one-by-one
export const oneByOne = async (event) => {
  const order = await byId("orders", event.orderId);
  const buyer = await byId("buyers", event.buyerId);
  const again = await byId("orders", event.orderId); // read twice
  return render(again, buyer, signature(order));
};
// ANCHOR_END: one-by-one

// ANCHOR: together
export const together = async (event) => {
  const [order, buyer] = await Promise.all([
    byId("orders", event.orderId),
    byId("buyers", event.buyerId),
  ]);
  return render(order, buyer, signature(order));
};
// ANCHOR_END: together
