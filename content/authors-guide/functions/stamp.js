// ANCHOR: handler
let stamped = 0;

export const handler = async (event) => {
  stamped += 1;
  return `letter ${event.letter}, stamp ${stamped}`;
};
// ANCHOR_END: handler

