// sql-report: adds up the orders of a month in a relational database.

import { database } from "./database.js";

// ANCHOR: handler
// One for each environment: a hundred environments, a hundred connections.
await database.connect();

export const handler = async ({ month }) => {
  const { rows } = await database.query(
    `SELECT product, sum(cents)::int AS cents FROM orders
      WHERE date_trunc('month', placed_at) = $1::date
      GROUP BY product ORDER BY cents DESC`,
    [`${month}-01`],
  );
  return { month, products: rows };
};
// ANCHOR_END: handler

// What it answers:
//   events/sql-report.test.json
//     → {"month":"2026-01","products":[{"product":"teapot",…}]}
