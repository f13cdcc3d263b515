// chain-caller: calls the three checkout functions one after another and waits
// for each. Both sides are billed meanwhile.

import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

const lambda = new LambdaClient({});
const STEPS = [
  "checkout-reserve-stock",
  "checkout-charge-card",
  "checkout-create-shipment",
];

// ANCHOR: handler
export const handler = async (event) => {
  let order = event;
  for (const FunctionName of STEPS) {
    order = await call(FunctionName, order); // nothing to do but wait
  }
  return order;
};
// ANCHOR_END: handler

const call = async (FunctionName, order) => {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(order) }),
  );
  const result = JSON.parse(Buffer.from(answer.Payload).toString());
  if (answer.FunctionError) {
    // What the steps before have done stays done: nobody releases the stock.
    throw Object.assign(new Error(result.errorMessage), {
      name: result.errorType,
    });
  }
  return result;
};

// What it answers:
//   events/checkout.test.json
//     → {"orderId":"o-1001",…"shipment":"m-1"}
//   events/checkout.sold-out.json
//     → OutOfStock: not enough of unicorn
