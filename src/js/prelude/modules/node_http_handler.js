// `@smithy/node-http-handler`: the settings that a client reads from it.
(function () {
  'use strict';
  class NodeHttpHandler {
    constructor(options = {}) { Object.assign(this, options); }
    static create(options) { return options instanceof NodeHttpHandler ? options : new NodeHttpHandler(options); }
    destroy() {}
  }
  return { NodeHttpHandler };
})
