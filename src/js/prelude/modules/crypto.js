// `node:crypto`: digests, and random values from the run's own stream.
(function (host, core) {
  'use strict';
  const { Buffer, asBytes, asText } = core.part('bytes');
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
    randomBytes: (size, done) => { const bytes = randomBytes(size); if (!done) return bytes; setImmediate(done, null, bytes); return undefined; },
    randomInt: (low, high) => { if (high === undefined) [low, high] = [0, low]; return low + Math.floor(host.random() * (high - low)); },
    getRandomValues: (array) => { asBytes(array).set(randomBytes(array.byteLength)); return array; },
    createHash: (name) => hasher(name, (data) => host.hash(String(name).toLowerCase().replace('-', ''), data)),
    createHmac: (name, key) => hasher(name, (data) => host.hmac(String(name).toLowerCase().replace('-', ''), bytesOf(key), data)),
    timingSafeEqual: (a, b) => {
      if (a.length !== b.length) throw Object.assign(new RangeError('Input buffers must have the same byte length'), { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
      return Buffer.compare(asBytes(a), asBytes(b)) === 0;
    },
  };
  // The part of Web Cryptography that needs no keys, and signatures with a shared one.
  const named = (algorithm) => String(algorithm?.name ?? algorithm).toLowerCase().replace('-', '');
  const plain = (bytes) => new Uint8Array(bytes).buffer;
  const subtle = {
    digest: async (algorithm, data) => plain(crypto.createHash(named(algorithm)).update(asBytes(data)).digest()),
    importKey: async (format, bytes, algorithm, extractable, usages) => {
      if (format !== 'raw' || named(algorithm) !== 'hmac') throw Object.assign(new Error('only raw HMAC keys can be imported here'), { name: 'NotSupportedError' });
      return { type: 'secret', extractable, usages, algorithm, bytes: Buffer.from(asBytes(bytes)) };
    },
    sign: async (algorithm, key, data) => plain(crypto.createHmac(named(key.algorithm.hash), key.bytes).update(asBytes(data)).digest()),
    verify: async (algorithm, key, signature, data) => Buffer.from(asBytes(signature)).equals(Buffer.from(await subtle.sign(algorithm, key, data))),
  };
  crypto.subtle = subtle;
  crypto.webcrypto = crypto;
  crypto.getHashes = () => ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];
  crypto.hash = (name, data, encoding = 'hex') => crypto.createHash(name).update(data).digest(encoding);
  return crypto;
})
