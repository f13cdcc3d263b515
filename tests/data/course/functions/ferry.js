const rope = require('rope');
// ANCHOR: handler
exports.handler = async (party) => {
  rope.cast(party);
  return 'across';
};
// ANCHOR_END: handler
