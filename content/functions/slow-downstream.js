// slow-downstream: asks a partner's API, which takes two seconds on a good day
// and half a minute on a bad one.

const PARTNER_URL =
  process.env.PARTNER_URL ?? "https://partner.example/delivery";

// ANCHOR: handler
export const handler = async (event) => {
  const town = event.queryStringParameters?.town ?? "London";
  const answer = await fetch(`${PARTNER_URL}?town=${encodeURIComponent(town)}`);
  const { days } = await answer.json();
  return { statusCode: 200, body: JSON.stringify({ town, days }) };
};
// ANCHOR_END: handler

// What it answers:
//   events/slow-downstream.api-gateway.json
//     → {"statusCode":200,…\"days\":3…}
