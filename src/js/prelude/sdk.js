// The AWS SDK for JavaScript, version 3, without its network: what all clients share.
// A command is one call to the world; around it stand the SDK's own errors, retries, timeouts and sockets.
(function (host, core) {
  'use strict';
  const { Buffer, asBytes } = core.part('bytes');

  class ServiceException extends Error {
    constructor(options) {
      super(options.message);
      this.name = options.name;
      this.$fault = options.$fault;
      this.$metadata = options.$metadata ?? {};
    }
    static isInstance(value) { return value instanceof Error && value.$fault !== undefined && value.$metadata !== undefined; }
  }
  core.hidden(ServiceException.prototype, 'toString', Error.prototype.toString);

  // ---- JSON there and back: bytes as {"$bytes":"base64"}, moments as seconds since 1970
  const outgoing = (value) => {
    if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? Number(value) : value;
    if (value instanceof Date) return value.getTime() / 1000;
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return { $bytes: Buffer.from(asBytes(value)).toString('base64') };
    if (value instanceof Set) return [...value].map(outgoing);
    if (Array.isArray(value)) return value.map(outgoing);
    if (value instanceof Number || value instanceof String || value instanceof Boolean) return value.valueOf();
    const made = {};
    for (const key of Object.keys(value)) if (value[key] !== undefined) made[key] = outgoing(value[key]);
    return made;
  };
  const bytes = (base64) => new Uint8Array(Buffer.from(base64, 'base64'));
  const incoming = (value, times) => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => incoming(item, times));
    if (typeof value.$bytes === 'string') return bytes(value.$bytes);
    for (const key of Object.keys(value)) {
      value[key] = times.has(key) && typeof value[key] === 'number' ? new Date(value[key] * 1000) : incoming(value[key], times);
    }
    return value;
  };
  const textual = (content) => Object.defineProperty(content, 'transformToString', { value: (encoding = 'utf8') => Buffer.from(content).toString(encoding) });
  // What stands in a request or an answer as text and is bytes in JavaScript: Lambda's payload, an object's body.
  const blobText = (value) => {
    if (value === undefined || value === null || typeof value === 'string') return value;
    const plain = Buffer.from(asBytes(value));
    const text = plain.toString();
    return Buffer.from(text).equals(plain) ? text : { $bytes: plain.toString('base64') };
  };
  const blobBytes = (value) => (typeof value === 'string' ? new Uint8Array(host.encode(value)) : value instanceof Uint8Array ? value : bytes(value.$bytes));

  // ---- retries, as the SDK's standard mode has them: full jitter, and a bucket of tokens that a failing service empties
  const THROTTLING = new Set(['BandwidthLimitExceeded', 'EC2ThrottledException', 'LimitExceededException', 'PriorRequestNotComplete', 'ProvisionedThroughputExceededException',
    'RequestLimitExceeded', 'RequestThrottled', 'RequestThrottledException', 'SlowDown', 'ThrottledException', 'Throttling', 'ThrottlingException',
    'TooManyRequestsException', 'TransactionInProgressException']);
  const TRANSIENT = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);
  const kindOf = (error) => {
    const status = error.$metadata?.httpStatusCode;
    if (status === 429 || THROTTLING.has(error.name) || error.$retryable?.throttling) return 'throttling';
    if (TRANSIENT.has(error.name) || [500, 502, 503, 504].includes(status)) return 'transient';
    return error.$retryable ? 'server' : null;
  };
  class Retries {
    #tokens = 500;
    constructor(attempts) { this.attempts = attempts; }
    // How long to wait before another attempt; null when there is none.
    next(error, attempt) {
      const kind = kindOf(error);
      const cost = kind === 'transient' ? 10 : 5;
      if (kind === null || attempt >= this.attempts || this.#tokens < cost) return null;
      this.#tokens -= cost;
      const base = kind === 'throttling' ? 500 : 100;
      return { cost, wait: Math.floor(Math.min(20_000, host.random() * 2 ** (attempt - 1) * base)) };
    }
    succeeded(cost) { this.#tokens = Math.min(500, this.#tokens + (cost || 1)); }
  }

  // ---- a client
  const attemptsOf = (config) => {
    const wanted = Number(config.maxAttempts ?? core.process.env.AWS_MAX_ATTEMPTS ?? 3);
    return Number.isInteger(wanted) && wanted > 0 ? wanted : 3;
  };
  const later = (value) => (typeof value === 'function' ? value : async () => value);
  const named = (name, message, more) => Object.assign(new Error(message), { name, ...more });
  class Client {
    #retries;
    #sockets = 50;
    #waiting = [];
    constructor(config = {}) {
      const region = config.region ?? core.process.env.AWS_REGION ?? 'us-east-1';
      this.config = { ...config, region: later(region), maxAttempts: async () => attemptsOf(config) };
      this.#retries = new Retries(attemptsOf(config));
      this.#sockets = config.requestHandler?.maxSockets ?? config.requestHandler?.httpsAgent?.maxSockets ?? 50;
      this.timeout = config.requestHandler?.requestTimeout ?? config.requestHandler?.socketTimeout ?? 0;
    }
    destroy() {}
    send(command, options, done) {
      const finish = typeof options === 'function' ? options : done;
      const sent = this.#attempts(command, typeof options === 'function' ? {} : options ?? {});
      if (typeof finish !== 'function') return sent;
      sent.then((output) => finish(null, output), (error) => finish(error));
      return undefined;
    }
    async #attempts(command, options) {
      if (typeof command?.$spec !== 'object') throw new TypeError('client.send takes a command, as in client.send(new GetItemCommand(input))');
      const close = this.config.$traced ? this.#trace(command) : undefined;
      const input = JSON.stringify(command.$prepare());
      const requestId = host.uuid();
      let waited = 0;
      let cost = 0;
      for (let attempt = 1; ; attempt += 1) {
        try {
          const output = await this.#once(command, input, options);
          this.#retries.succeeded(cost);
          close?.(null);
          return command.$receive(output, { httpStatusCode: 200, requestId, attempts: attempt, totalRetryDelay: waited });
        } catch (refused) {
          const error = refused instanceof Error ? refused : command.$exception(refused);
          error.$metadata = { ...error.$metadata, requestId, attempts: attempt, totalRetryDelay: waited };
          const next = error.name === 'AbortError' ? null : this.#retries.next(error, attempt);
          if (next === null) { close?.(error); throw error; }
          cost = next.cost;
          waited += next.wait;
          await core.sleep(next.wait);
        }
      }
    }
    #trace(command) {
      const span = core.part('spans').current().addNewSubsegment(command.$spec.name);
      span.addAttribute('namespace', 'aws');
      span.addAttribute('aws', { operation: command.$name });
      return (error) => span.close(error);
    }
    async #once(command, input, { abortSignal, requestTimeout = this.timeout }) {
      if (abortSignal?.aborted) throw named('AbortError', 'Request aborted');
      if (this.#sockets > 0) this.#sockets -= 1; else await new Promise((go) => { this.#waiting.push(go); });
      let timer;
      try {
        const races = [core.call(command.$spec.service, command.$name, input)];
        if (requestTimeout > 0) {
          races.push(new Promise((_, reject) => {
            timer = setTimeout(() => reject(named('TimeoutError', `Connection timed out after ${requestTimeout} ms`)), requestTimeout);
          }));
        }
        if (abortSignal) races.push(new Promise((_, reject) => { abortSignal.addEventListener('abort', () => reject(named('AbortError', 'Request aborted')), { once: true }); }));
        return JSON.parse(await (races.length === 1 ? races[0] : Promise.race(races)));
      } finally {
        clearTimeout(timer);
        const go = this.#waiting.shift();
        if (go) go(); else this.#sockets += 1;
      }
    }
  }

  // ---- what a package of a client exports, from its row in the table
  const client = (spec) => {
    const times = new Set(spec.times);
    const Base = { [`${spec.name}ServiceException`]: class extends ServiceException {} }[`${spec.name}ServiceException`];
    const exceptions = {};
    for (const name of spec.exceptions) {
      exceptions[name] = { [name]: class extends Base { constructor(options) { super({ ...options, name }); } } }[name];
    }
    const exception = (refused) => {
      const $metadata = { httpStatusCode: refused.status || undefined };
      const options = { name: refused.name, message: refused.message, $fault: refused.clientFault ? 'client' : 'server', $metadata };
      const error = exceptions[refused.name] ? new exceptions[refused.name](options) : new Base(options);
      if (refused.retryable) error.$retryable = {};
      return refused.members ? Object.assign(error, JSON.parse(refused.members)) : error;
    };
    const commands = {};
    for (const operation of spec.operations) {
      const name = `${operation}Command`;
      commands[name] = { [name]: class {
        constructor(input = {}) { this.input = input; }
        get $spec() { return spec; }
        get $name() { return operation; }
        $prepare() {
          const made = {};
          for (const key of Object.keys(this.input ?? {})) {
            if (this.input[key] !== undefined) made[key] = spec.blobs.includes(key) ? blobText(this.input[key]) : outgoing(this.input[key]);
          }
          return made;
        }
        $receive(output, $metadata) {
          const made = { $metadata };
          for (const [key, value] of Object.entries(output ?? {})) {
            if (key === '$metadata') Object.assign($metadata, value);
            else if (!spec.blobs.includes(key) || value === null) made[key] = incoming({ [key]: value }, times)[key];
            else made[key] = spec.streams ? core.part('stream').of(blobBytes(value)) : textual(blobBytes(value));
          }
          return made;
        }
        $exception(refused) { return exception(refused); }
      } }[name];
    }
    const Own = { [`${spec.name}Client`]: class extends Client {} }[`${spec.name}Client`];
    const Whole = { [spec.name]: class extends Own {} }[spec.name];
    for (const operation of spec.operations) {
      const short = operation[0].toLowerCase() + operation.slice(1);
      core.hidden(Whole.prototype, short, function (input, options, done) { return this.send(new commands[`${operation}Command`](input), options, done); });
    }
    const pages = {};
    for (const [operation, token, from] of spec.pages) pages[`paginate${operation}`] = pager(commands[`${operation}Command`], token, from);
    return { [`${spec.name}Client`]: Own, [spec.name]: Whole, [`${spec.name}ServiceException`]: Base, ...commands, ...exceptions, ...pages };
  };
  const pager = (Command, token, from) => async function* (config, input) {
    let at = config.startingToken;
    do {
      const output = await config.client.send(new Command({ ...input, ...(at === undefined ? {} : { [from]: at }) }));
      yield output;
      at = output[token];
    } while (at);
  };

  // Names that the real package has and this one lacks are found where they are taken out, not where they are used.
  const strict = (name, exported) => new Proxy(exported, {
    get(target, key) {
      if (typeof key === 'string' && !(key in target) && /^[A-Z]|^(paginate|waitUntil|get)[A-Z]/.test(key)) {
        throw Object.assign(new Error(`'${name}' has no '${key}' here; CONTRIBUTING.md lists what it has`), { code: 'MODULE_NOT_FOUND' });
      }
      return target[key];
    },
  });
  return { ServiceException, Client, client, pager, strict };
})
