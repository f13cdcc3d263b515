// `node:string_decoder`.
(function (host, core) {
  'use strict';
  const { Buffer } = core.part('bytes');
  class StringDecoder {
    #held = Buffer.alloc(0);
    constructor(encoding = 'utf8') { this.encoding = encoding; }
    write(bytes) {
      const all = Buffer.concat([this.#held, Buffer.from(bytes)]);
      let end = all.length;
      if (/^utf-?8$/i.test(this.encoding)) {
        let back = 1;
        while (back <= 3 && back <= all.length && (all[all.length - back] & 0xc0) === 0x80) back += 1;
        const first = all[all.length - back];
        const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
        if (back <= all.length && length > back) end = all.length - back;
      }
      this.#held = all.subarray(end);
      return all.subarray(0, end).toString(this.encoding);
    }
    end(bytes) { const text = (bytes ? this.write(bytes) : '') + this.#held.toString(this.encoding); this.#held = Buffer.alloc(0); return text; }
  }
  return { StringDecoder };
})
