// A body that is read once: by `transformToString`, by `for await`, or by its events.
(function (host, core) {
  'use strict';
  const { Buffer } = core.part('bytes');
  const EventEmitter = core.builtin('events');
  class Body extends EventEmitter {
    #bytes;
    #flowing = false;
    constructor(bytes) { super(); this.#bytes = bytes; }
    async transformToString(encoding) { return Buffer.from(this.#bytes).toString(encoding ?? 'utf8'); }
    async transformToByteArray() { return new Uint8Array(this.#bytes); }
    on(name, run) {
      super.on(name, run);
      if (name === 'data' && !this.#flowing) {
        this.#flowing = true;
        setImmediate(() => { if (this.#bytes.length) this.emit('data', this.#bytes); this.emit('end'); this.emit('close'); });
      }
      return this;
    }
    setEncoding() { return this; }
    destroy() { return this; }
    async* [Symbol.asyncIterator]() { if (this.#bytes.length) yield this.#bytes; }
  }
  const of = (content) => new Body(typeof content === 'string' ? Buffer.from(content) : Buffer.from(content ?? []));
  return { Body, of };
})
