// `fetch`: to the endpoints that a lab declares, as one call each.
(function (host, core) {
  'use strict';
  const { Buffer, asBytes } = core.part('bytes');
  class Headers {
    #values = new Map();
    constructor(init) {
      if (init === undefined || init === null) return;
      const pairs = typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init);
      for (const [name, value] of pairs) this.append(name, value);
    }
    append(name, value) { const key = String(name).toLowerCase(); this.#values.set(key, this.#values.has(key) ? `${this.#values.get(key)}, ${value}` : String(value)); }
    set(name, value) { this.#values.set(String(name).toLowerCase(), String(value)); }
    get(name) { return this.#values.get(String(name).toLowerCase()) ?? null; }
    has(name) { return this.#values.has(String(name).toLowerCase()); }
    delete(name) { this.#values.delete(String(name).toLowerCase()); }
    forEach(run, self) { for (const [name, value] of this) run.call(self, value, name, this); }
    * entries() { for (const name of [...this.#values.keys()].sort()) yield [name, this.#values.get(name)]; }
    * keys() { for (const [name] of this.entries()) yield name; }
    * values() { for (const [, value] of this.entries()) yield value; }
    getSetCookie() { return this.has('set-cookie') ? [this.get('set-cookie')] : []; }
    [Symbol.iterator]() { return this.entries(); }
    [Symbol.for('nodejs.util.inspect.custom')](depth, options) { return 'Headers ' + core.inspect(Object.fromEntries(this), options); }
  }
  const textOf = (body) => {
    if (body === undefined || body === null) return null;
    if (typeof body === 'string') return body;
    if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return Buffer.from(asBytes(body)).toString();
    return String(body);
  };
  class Body {
    #text;
    bodyUsed = false;
    constructor(text) { this.#text = text; }
    #take() {
      if (this.bodyUsed) throw new TypeError('Body is unusable: Body has already been read');
      this.bodyUsed = this.#text !== null;
      return this.#text ?? '';
    }
    async text() { return this.#take(); }
    async json() { return JSON.parse(this.#take()); }
    async bytes() { return new Uint8Array(host.encode(this.#take())); }
    async arrayBuffer() { return host.encode(this.#take()).buffer; }
    get body() { return this.#text === null ? null : core.part('stream').of(this.#text); }
    copy() { return this.#text; }
  }
  class Request extends Body {
    constructor(input, init = {}) {
      const from = input instanceof Request ? input : null;
      const method = String(init.method ?? from?.method ?? 'GET').toUpperCase();
      const text = textOf(init.body ?? from?.copy());
      if (text !== null && (method === 'GET' || method === 'HEAD')) throw new TypeError('Request with GET/HEAD method cannot have body.');
      super(text);
      try { this.url = new URL(from?.url ?? String(input)).href; } catch { throw new TypeError(`Failed to parse URL from ${input}`); }
      this.method = method;
      this.headers = new Headers(init.headers ?? from?.headers);
      if (text !== null && !this.headers.has('content-type')) {
        this.headers.set('content-type', init.body instanceof URLSearchParams ? 'application/x-www-form-urlencoded;charset=UTF-8' : 'text/plain;charset=UTF-8');
      }
      this.signal = init.signal ?? from?.signal ?? null;
    }
    clone() { return new Request(this); }
  }
  class Response extends Body {
    constructor(body, init = {}) {
      super(textOf(body));
      this.status = init.status ?? 200;
      this.statusText = init.statusText ?? '';
      this.headers = new Headers(init.headers);
      this.url = init.url ?? '';
      this.redirected = false;
      this.type = 'default';
    }
    get ok() { return this.status >= 200 && this.status < 300; }
    clone() { return new Response(this.copy(), this); }
    static json(value, init = {}) { return new Response(JSON.stringify(value), { ...init, headers: { 'content-type': 'application/json', ...init.headers } }); }
    static error() { return new Response(null, { status: 0 }); }
    [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
      const { status, statusText, headers, bodyUsed, ok, redirected, type, url } = this;
      return 'Response ' + core.inspect({ status, statusText, headers, bodyUsed, ok, redirected, type, url }, options);
    }
  }
  const fetch = async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal?.throwIfAborted();
    const asked = { url: request.url, method: request.method, headers: Object.fromEntries(request.headers), body: request.copy() };
    const aborted = signal && new Promise((resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    const call = core.call('fetch', request.method, JSON.stringify(asked));
    try {
      const reply = JSON.parse(await (aborted ? Promise.race([call, aborted]) : call));
      return new Response(reply.body ?? null, { status: reply.status, statusText: reply.statusText, headers: reply.headers, url: request.url });
    } catch (error) {
      if (signal?.aborted || error instanceof Error) throw error;
      throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(error.message), { code: error.name }) });
    }
  };
  return { fetch, Headers, Request, Response };
})
