// The modules of Node.js that handlers use, as far as a sandbox without files, network and processes can have them.
(function (host, core) {
  'use strict';
  // ---- bytes; the host takes them as text of one character a byte
  const asText = (bytes) => {
    let made = '';
    for (let i = 0; i < bytes.length; i += 8192) made += String.fromCharCode.apply(null, bytes.subarray(i, i + 8192));
    return made;
  };
  globalThis.TextEncoder = class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(text = '') { return host.encode(String(text)); }
  };
  globalThis.TextDecoder = class TextDecoder {
    constructor(label = 'utf-8') {
      if (!/^utf-?8$/i.test(label)) throw new RangeError(`The "${label}" encoding is not supported`);
    }
    get encoding() { return 'utf-8'; }
    decode(bytes) { return bytes === undefined ? '' : host.decode(asText(asBytes(bytes))); }
  };
  const asBytes = (value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    throw new TypeError('The argument must be an instance of Buffer, ArrayBuffer, or ArrayBufferView');
  };
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const toBase64 = (bytes) => {
    let text = '';
    for (let i = 0; i < bytes.length; i += 3) {
      const three = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
      text += letters[three >> 18] + letters[(three >> 12) & 63] + (i + 1 < bytes.length ? letters[(three >> 6) & 63] : '=') + (i + 2 < bytes.length ? letters[three & 63] : '=');
    }
    return text;
  };
  const fromBase64 = (text) => {
    const clean = text.replace(/-/g, '+').replace(/_/g, '/').replace(/[^A-Za-z0-9+/]/g, '');
    const bytes = [];
    let bits = 0;
    let held = 0;
    for (const letter of clean) {
      held = (held << 6) | letters.indexOf(letter);
      bits += 6;
      if (bits >= 8) { bits -= 8; bytes.push((held >> bits) & 255); held &= (1 << bits) - 1; }
    }
    return bytes;
  };
  const decodeText = (text, encoding = 'utf8') => {
    switch (String(encoding).toLowerCase()) {
      case 'utf8': case 'utf-8': return host.encode(text);
      case 'hex': return (text.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => parseInt(pair, 16));
      case 'base64': case 'base64url': return fromBase64(text);
      case 'latin1': case 'binary': case 'ascii': return [...text].map((c) => c.charCodeAt(0) & 255);
      default: throw Object.assign(new TypeError(`Unknown encoding: ${encoding}`), { code: 'ERR_UNKNOWN_ENCODING' });
    }
  };
  class Buffer extends Uint8Array {
    static from(value, encoding, length) {
      if (typeof value === 'string') return new Buffer(decodeText(value, encoding));
      if (value instanceof ArrayBuffer) return new Buffer(value, encoding, length);
      if (value?.type === 'Buffer' && Array.isArray(value.data)) return new Buffer(value.data);
      return new Buffer(value);
    }
    static alloc(size, fill = 0) { const made = new Buffer(size); return fill ? made.fill(fill) : made; }
    static allocUnsafe(size) { return new Buffer(size); }
    static isBuffer(value) { return value instanceof Buffer; }
    static isEncoding(name) { return /^(utf-?8|hex|base64(url)?|latin1|binary|ascii)$/i.test(name); }
    static byteLength(value, encoding) { return typeof value === 'string' ? decodeText(value, encoding).length : value.byteLength; }
    static concat(parts, total = parts.reduce((sum, part) => sum + part.length, 0)) {
      const joined = Buffer.alloc(total);
      let at = 0;
      for (const part of parts) { joined.set(part.subarray(0, total - at), at); at += part.length; if (at >= total) break; }
      return joined;
    }
    static compare(a, b) { for (let i = 0; i < Math.min(a.length, b.length); i += 1) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1; return Math.sign(a.length - b.length); }
    toString(encoding = 'utf8', start = 0, end = this.length) {
      const part = this.subarray(start, end);
      switch (String(encoding).toLowerCase()) {
        case 'utf8': case 'utf-8': return host.decode(asText(part));
        case 'hex': return Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join('');
        case 'base64': return toBase64(part);
        case 'base64url': return toBase64(part).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
        case 'latin1': case 'binary': case 'ascii': return Array.from(part, (byte) => String.fromCharCode(byte)).join('');
        default: throw Object.assign(new TypeError(`Unknown encoding: ${encoding}`), { code: 'ERR_UNKNOWN_ENCODING' });
      }
    }
    toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
    equals(other) { return Buffer.compare(this, other) === 0; }
    slice(start, end) { return this.subarray(start, end); }
    write(text, at = 0) { const bytes = decodeText(text); this.set(bytes.slice(0, this.length - at), at); return Math.min(bytes.length, this.length - at); }
  }
  core.Buffer = Buffer;
  globalThis.Buffer = Buffer;
  globalThis.btoa = (text) => toBase64(decodeText(String(text), 'latin1'));
  globalThis.atob = (text) => Buffer.from(String(text), 'base64').toString('latin1');

  globalThis.structuredClone = (value) => {
    const made = new Map();
    const copy = (from) => {
      if (typeof from === 'function' || typeof from === 'symbol') throw Object.assign(new Error(`${core.inspect(from)} could not be cloned.`), { name: 'DataCloneError' });
      if (typeof from !== 'object' || from === null) return from;
      if (made.has(from)) return made.get(from);
      if (from instanceof Date) return new Date(from.getTime());
      if (from instanceof RegExp) return new RegExp(from.source, from.flags);
      if (from instanceof ArrayBuffer) return from.slice(0);
      if (ArrayBuffer.isView(from)) return new from.constructor(from);
      const keep = (to) => { made.set(from, to); return to; };
      if (from instanceof Map) { const to = keep(new Map()); for (const [k, v] of from) to.set(copy(k), copy(v)); return to; }
      if (from instanceof Set) { const to = keep(new Set()); for (const v of from) to.add(copy(v)); return to; }
      if (from instanceof Error) { const to = keep(new Error(from.message)); to.name = from.name; to.stack = from.stack; return to; }
      const to = keep(Array.isArray(from) ? new Array(from.length) : {});
      for (const key of Object.keys(from)) to[key] = copy(from[key]);
      return to;
    };
    return copy(value);
  };
  globalThis.fetch = async (where) => {
    throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(`${where}: nothing outside can be reached from here`), { code: 'ENETUNREACH' }) });
  };

  // ---- modules
  const modules = new Map();
  const define = (name, make) => modules.set(name, { make, value: undefined });
  core.builtin = (name) => {
    const known = modules.get(name.replace(/^node:/, ''));
    if (!known) return undefined;
    known.value ??= known.make();
    return known.value;
  };
  core.builtinNames = () => [...modules.keys()];

  const codes = { ENOENT: 'no such file or directory', EROFS: 'read-only file system', ENOSPC: 'no space left on device', EEXIST: 'file already exists' };
  const fsError = (code, call, path) => Object.assign(new Error(`${code}: ${codes[code]}, ${call} '${path}'`), { code, syscall: call, path, errno: -2 });
  const place = (path) => core.builtin('path').resolve(path instanceof Object ? path.pathname ?? String(path) : String(path));
  const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);
  const inTmp = (path) => path.startsWith('/tmp/');
  define('fs', () => {
    const fs = {
      readFileSync(path, options) {
        const full = place(path);
        const bytes = host.read(full);
        if (bytes === undefined) throw fsError('ENOENT', 'open', path);
        const buffer = Buffer.from(bytes);
        return encodingOf(options) ? buffer.toString(encodingOf(options)) : buffer;
      },
      writeFileSync(path, data, options) {
        const full = place(path);
        if (!inTmp(full)) throw fsError('EROFS', 'open', path);
        const bytes = typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : asBytes(data);
        if (!host.save(full, asText(bytes))) throw fsError('ENOSPC', 'write', path);
      },
      appendFileSync(path, data, options) {
        const before = fs.existsSync(path) ? fs.readFileSync(path) : Buffer.alloc(0);
        const after = typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : asBytes(data);
        fs.writeFileSync(path, Buffer.concat([before, after]));
      },
      existsSync: (path) => { const full = place(path); return full === '/tmp' || host.read(full) !== undefined || host.list().some((known) => known.startsWith(full + '/')); },
      unlinkSync(path) { if (!inTmp(place(path))) throw fsError('EROFS', 'unlink', path); if (!host.remove(place(path))) throw fsError('ENOENT', 'unlink', path); },
      rmSync(path, options) {
        const full = place(path);
        const doomed = host.list().filter((known) => known === full || (options?.recursive && known.startsWith(full + '/')));
        if (doomed.length === 0 && !options?.force) throw fsError('ENOENT', 'rm', path);
        doomed.forEach((known) => host.remove(known));
      },
      mkdirSync(path) { if (!inTmp(place(path) + '/')) throw fsError('EROFS', 'mkdir', path); },
      readdirSync(path) {
        const folder = place(path).replace(/\/?$/, '/');
        const names = new Set(host.list().filter((known) => known.startsWith(folder)).map((known) => known.slice(folder.length).split('/')[0]));
        if (names.size === 0 && folder !== '/tmp/') throw fsError('ENOENT', 'scandir', path);
        return [...names].sort();
      },
      statSync(path) {
        const bytes = host.read(place(path));
        if (bytes === undefined && !fs.existsSync(path)) throw fsError('ENOENT', 'stat', path);
        return { size: bytes?.length ?? 0, isFile: () => bytes !== undefined, isDirectory: () => bytes === undefined };
      },
      copyFileSync(from, to) { fs.writeFileSync(to, fs.readFileSync(from)); },
      renameSync(from, to) { fs.copyFileSync(from, to); fs.unlinkSync(from); },
      accessSync(path) { if (!fs.existsSync(path)) throw fsError('ENOENT', 'access', path); },
      constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 },
    };
    fs.promises = {};
    for (const [name, run] of Object.entries(fs)) {
      if (!name.endsWith('Sync')) continue;
      const plain = name.slice(0, -4);
      fs.promises[plain] = async (...parts) => run(...parts);
      fs[plain] = (...parts) => {
        const done = parts.pop();
        let value;
        try { value = run(...parts); } catch (error) { setImmediate(done, error); return; }
        setImmediate(done, null, value);
      };
    }
    return fs;
  });
  define('fs/promises', () => core.builtin('fs').promises);
  define('path', () => {
    const normal = (path) => {
      const parts = [];
      for (const part of path.split('/')) {
        if (part === '' || part === '.') continue;
        if (part === '..' && parts.length && parts[parts.length - 1] !== '..') parts.pop();
        else if (part !== '..' || !path.startsWith('/')) parts.push(part);
      }
      const text = (path.startsWith('/') ? '/' : '') + parts.join('/');
      return (text || (path.startsWith('/') ? '/' : '.')) + (path.endsWith('/') && text !== '/' && text !== '' ? '/' : '');
    };
    const path = {
      sep: '/', delimiter: ':', normalize: normal,
      join: (...parts) => normal(parts.filter((part) => part !== '').join('/') || '.'),
      resolve: (...parts) => { let full = ''; for (const part of ['/var/task', ...parts]) full = part.startsWith('/') ? part : `${full}/${part}`; const text = normal(full); return text.length > 1 ? text.replace(/\/$/, '') : text; },
      isAbsolute: (text) => text.startsWith('/'),
      basename: (text, end = '') => { const name = text.replace(/\/+$/, '').split('/').pop(); return end && name !== end && name.endsWith(end) ? name.slice(0, -end.length) : name; },
      dirname: (text) => { const at = text.replace(/\/+$/, '').lastIndexOf('/'); return at < 0 ? '.' : at === 0 ? '/' : text.slice(0, at); },
      extname: (text) => { const name = path.basename(text); const at = name.lastIndexOf('.'); return at <= 0 ? '' : name.slice(at); },
      parse: (text) => { const base = path.basename(text); const ext = path.extname(text); return { root: text.startsWith('/') ? '/' : '', dir: path.dirname(text) === '.' ? '' : path.dirname(text), base, ext, name: ext ? base.slice(0, -ext.length) : base }; },
      format: (parts) => `${parts.dir ? parts.dir + '/' : parts.root ?? ''}${parts.base ?? (parts.name ?? '') + (parts.ext ?? '')}`,
      relative: (from, to) => {
        const [a, b] = [path.resolve(from).split('/'), path.resolve(to).split('/')];
        let same = 0;
        while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
        return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
      },
    };
    path.posix = path;
    return path;
  });
  define('crypto', () => {
    const bytesOf = (data) => asText(typeof data === 'string' ? host.encode(data) : asBytes(data));
    const result = (bytes, encoding) => (encoding ? Buffer.from(bytes).toString(encoding) : Buffer.from(bytes));
    const hasher = (name, finish) => {
      const parts = [];
      const self = {
        update: (data, encoding) => { parts.push(typeof data === 'string' ? Buffer.from(data, encoding ?? 'utf8') : asBytes(data)); return self; },
        digest: (encoding) => {
          const bytes = finish(asText(Buffer.concat(parts)));
          if (bytes === undefined) throw Object.assign(new Error(`Invalid digest: ${name}`), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
          return result(bytes, encoding);
        },
      };
      return self;
    };
    const randomBytes = (size) => { const bytes = Buffer.alloc(size); for (let i = 0; i < size; i += 1) bytes[i] = Math.floor(host.random() * 256); return bytes; };
    const crypto = {
      randomUUID: () => host.uuid(),
      randomBytes,
      randomInt: (low, high) => { if (high === undefined) [low, high] = [0, low]; return low + Math.floor(host.random() * (high - low)); },
      getRandomValues: (array) => { asBytes(array).set(randomBytes(array.byteLength)); return array; },
      createHash: (name) => hasher(name, (data) => host.hash(String(name).toLowerCase().replace('-', ''), data)),
      createHmac: (name, key) => hasher(name, (data) => host.hmac(String(name).toLowerCase().replace('-', ''), bytesOf(key), data)),
      timingSafeEqual: (a, b) => {
        if (a.length !== b.length) throw Object.assign(new RangeError('Input buffers must have the same byte length'), { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
        return Buffer.compare(asBytes(a), asBytes(b)) === 0;
      },
    };
    crypto.webcrypto = crypto;
    return crypto;
  });
  Object.defineProperty(globalThis, 'crypto', { get: () => core.builtin('crypto'), configurable: true });
  define('util', () => ({
    inspect: core.inspect, format: core.format,
    promisify: (run) => (...parts) => new Promise((resolve, reject) => run(...parts, (error, value) => (error ? reject(error) : resolve(value)))),
    callbackify: (run) => (...parts) => { const done = parts.pop(); run(...parts).then((value) => done(null, value), done); },
    inherits: (child, parent) => Object.setPrototypeOf(child.prototype, parent.prototype),
    isDeepStrictEqual: (a, b) => core.inspect(a, { depth: null }) === core.inspect(b, { depth: null }),
    deprecate: (run) => run,
    types: { isPromise: (v) => v instanceof Promise, isDate: (v) => v instanceof Date, isRegExp: (v) => v instanceof RegExp, isMap: (v) => v instanceof Map, isSet: (v) => v instanceof Set, isNativeError: (v) => v instanceof Error },
    TextEncoder, TextDecoder,
  }));
  define('events', () => {
    class EventEmitter {
      #listeners = new Map();
      on(name, run) { this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), run]); return this; }
      addListener(name, run) { return this.on(name, run); }
      prependListener(name, run) { this.#listeners.set(name, [run, ...(this.#listeners.get(name) ?? [])]); return this; }
      once(name, run) { const wrapped = (...parts) => { this.off(name, wrapped); run.apply(this, parts); }; wrapped.listener = run; return this.on(name, wrapped); }
      off(name, run) { this.#listeners.set(name, (this.#listeners.get(name) ?? []).filter((known) => known !== run && known.listener !== run)); return this; }
      removeListener(name, run) { return this.off(name, run); }
      removeAllListeners(name) { if (name === undefined) this.#listeners.clear(); else this.#listeners.delete(name); return this; }
      emit(name, ...parts) {
        const found = this.#listeners.get(name) ?? [];
        if (found.length === 0 && name === 'error') throw parts[0] instanceof Error ? parts[0] : new Error(`Unhandled error. (${core.inspect(parts[0])})`);
        for (const run of found) run.apply(this, parts);
        return found.length > 0;
      }
      listenerCount(name) { return (this.#listeners.get(name) ?? []).length; }
      listeners(name) { return [...(this.#listeners.get(name) ?? [])]; }
      eventNames() { return [...this.#listeners.keys()]; }
      setMaxListeners() { return this; }
    }
    EventEmitter.EventEmitter = EventEmitter;
    EventEmitter.once = (emitter, name) => new Promise((resolve, reject) => { emitter.once(name, (...parts) => resolve(parts)); if (name !== 'error') emitter.once('error', reject); });
    return EventEmitter;
  });
  define('buffer', () => ({ Buffer, atob, btoa, constants: { MAX_LENGTH: 2 ** 32 } }));
  define('timers', () => ({ setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate }));
  define('timers/promises', () => ({
    setTimeout: (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value)),
    setImmediate: (value) => new Promise((resolve) => setImmediate(resolve, value)),
    scheduler: { wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
  }));
  define('process', () => core.process);
  define('perf_hooks', () => ({ performance }));
  define('os', () => ({ EOL: '\n', platform: () => 'linux', type: () => 'Linux', arch: () => core.process.arch, tmpdir: () => '/tmp', hostname: () => '169.254.0.1', cpus: () => [{}, {}], totalmem: () => core.process.memoryUsage().rss, freemem: () => 0, uptime: () => core.process.uptime() }));
  define('assert', () => {
    const fail = (message, actual, expected, operator) => { throw message instanceof Error ? message : Object.assign(new Error(message ?? `Expected values to be ${operator}:\n\n${core.inspect(actual)} !== ${core.inspect(expected)}`), { name: 'AssertionError', code: 'ERR_ASSERTION', actual, expected, operator }); };
    const deep = (a, b) => core.inspect(a, { depth: null }) === core.inspect(b, { depth: null });
    const assert = (held, message) => { if (!held) fail(message ?? 'The expression evaluated to a falsy value', held, true, '=='); };
    Object.assign(assert, {
      ok: assert, equal: (a, b, m) => { if (a != b) fail(m, a, b, 'loosely equal'); }, notEqual: (a, b, m) => { if (a == b) fail(m, a, b, 'loosely unequal'); },
      strictEqual: (a, b, m) => { if (!Object.is(a, b)) fail(m, a, b, 'strictly equal'); }, notStrictEqual: (a, b, m) => { if (Object.is(a, b)) fail(m, a, b, 'strictly unequal'); },
      deepEqual: (a, b, m) => { if (!deep(a, b)) fail(m, a, b, 'deeply equal'); }, deepStrictEqual: (a, b, m) => { if (!deep(a, b)) fail(m, a, b, 'deeply equal'); },
      throws: (run, m) => { try { run(); } catch { return; } fail(m ?? 'Missing expected exception.'); },
      rejects: async (run, m) => { try { await (typeof run === 'function' ? run() : run); } catch { return; } fail(m ?? 'Missing expected rejection.'); },
      fail: (m) => fail(m ?? 'Failed'),
    });
    assert.strict = assert;
    return assert;
  });

  // ---- CommonJS
  const loaded = new Map();
  const requireFrom = (base) => {
    const require = (name) => {
      name = String(name);
      const builtin = core.builtin(name);
      if (builtin !== undefined) return builtin;
      const path = host.resolve(base, name);
      if (path === undefined) throw Object.assign(new Error(host.missing(name) ?? `Cannot find module '${name}'\nRequire stack:\n- /var/task/${base}`), { code: 'MODULE_NOT_FOUND', requireStack: [`/var/task/${base}`] });
      return core.requireFile(path);
    };
    require.resolve = (name) => `/var/task/${host.resolve(base, String(name)) ?? name}`;
    require.cache = {};
    return require;
  };
  core.requireFile = (path) => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {}, id: path, filename: `/var/task/${path}`, loaded: false };
    loaded.set(path, module);
    if (path.endsWith('.json')) { module.exports = JSON.parse(host.source(path)); return module.exports; }
    const run = host.compile(path);
    const folder = module.filename.replace(/\/[^/]*$/, '');
    run.call(module.exports, module.exports, requireFrom(path), module, module.filename, folder);
    module.loaded = true;
    return module.exports;
  };
})
