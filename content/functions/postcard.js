// postcard: draws a greeting onto a picture and returns it.

import { drawCard } from "./draw.js";

// ANCHOR: handler
export const handler = async (event) => {
  const { to, message } = JSON.parse(event.body);
  if (!to || !message || message.length > 200) {
    return { statusCode: 400, body: "A card needs a name and a short message." };
  }
  const picture = drawCard(to, message); // plain computing, nothing to wait for
  return {
    statusCode: 200,
    headers: { "content-type": "image/png" },
    isBase64Encoded: true,
    body: picture.toString("base64"),
  };
};
// ANCHOR_END: handler
