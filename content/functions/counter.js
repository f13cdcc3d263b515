// counter: counts its calls in two places, both wrong on purpose.

import { readFile, writeFile } from "node:fs/promises";

// ANCHOR: handler
let count = 0; // once per environment

export const handler = async (event) => {
  count += 1; // once per call
  console.log(`call number ${count}`);
  return { count, inFile: await countInFile() };
};
// ANCHOR_END: handler

// ANCHOR: file
// The same mistake with a file: /tmp belongs to the environment too.
const countInFile = async () => {
  const before = await readFile("/tmp/count", "utf8").catch(() => "0");
  const now = Number(before) + 1;
  await writeFile("/tmp/count", String(now));
  return now;
};
// ANCHOR_END: file

// What it answers:
//   events/counter.api-gateway.json
//     → {"count":1,"inFile":1}
//   events/counter.api-gateway.json, again
//     → {"count":2,"inFile":2}
