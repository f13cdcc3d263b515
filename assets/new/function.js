// What stands outside of the handler runs once for each new environment.

// ANCHOR: handler
let calls = 0;

export const handler = async (event) => {
  calls += 1;
  return { statusCode: 200, body: `call ${calls} of this environment` };
};
// ANCHOR_END: handler
