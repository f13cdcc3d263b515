// Bytes: `Buffer`, `TextEncoder`, `TextDecoder`, base64.
(function (host, core) {
  'use strict';
  // ---- bytes; the host takes them as text of one character a byte
  const asText = (bytes) => {
    let made = '';
    for (let i = 0; i < bytes.length; i += 8192) made += String.fromCharCode.apply(null, bytes.subarray(i, i + 8192));
    return made;
  };
  const TextEncoder = class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(text = '') { return host.encode(String(text)); }
  };
  const TextDecoder = class TextDecoder {
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
      case 'utf16le': case 'utf-16le': case 'ucs2': case 'ucs-2': return Array.from({ length: text.length * 2 }, (_, i) => (text.charCodeAt(i >> 1) >> (i & 1 ? 8 : 0)) & 255);
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
        case 'utf16le': case 'utf-16le': case 'ucs2': case 'ucs-2': { let text = ''; for (let i = 0; i + 1 < part.length; i += 2) text += String.fromCharCode(part[i] | (part[i + 1] << 8)); return text; }
        case 'latin1': case 'binary': case 'ascii': return Array.from(part, (byte) => String.fromCharCode(byte)).join('');
        default: throw Object.assign(new TypeError(`Unknown encoding: ${encoding}`), { code: 'ERR_UNKNOWN_ENCODING' });
      }
    }
    toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
    copy(to, at = 0, start = 0, end = this.length) { const part = this.subarray(start, Math.min(end, start + to.length - at)); to.set(part, at); return part.length; }
    fill(value, start, end, encoding) {
      if (typeof value !== 'string') return super.fill(value, start, end);
      const bytes = decodeText(value, typeof start === 'string' ? start : encoding);
      const from = typeof start === 'number' ? start : 0;
      for (let i = from; i < (typeof end === 'number' ? end : this.length); i += 1) this[i] = bytes.length ? bytes[(i - from) % bytes.length] : 0;
      return this;
    }
    indexOf(value, at, encoding) {
      if (typeof value === 'number') return super.indexOf(value, at);
      const found = asText(this).indexOf(asText(Buffer.from(value, encoding)), at);
      return found;
    }
    includes(value, at, encoding) { return this.indexOf(value, at, encoding) >= 0; }
    equals(other) { return Buffer.compare(this, other) === 0; }
    slice(start, end) { return this.subarray(start, end); }
    write(text, at = 0) { const bytes = decodeText(text); this.set(bytes.slice(0, this.length - at), at); return Math.min(bytes.length, this.length - at); }
  }
  const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  for (const [name, kind, size] of [['UInt8', 'Uint8', 1], ['Int8', 'Int8', 1], ['UInt16', 'Uint16', 2], ['Int16', 'Int16', 2], ['UInt32', 'Uint32', 4], ['Int32', 'Int32', 4],
    ['Float', 'Float32', 4], ['Double', 'Float64', 8], ['BigInt64', 'BigInt64', 8], ['BigUInt64', 'BigUint64', 8]]) {
    for (const end of size === 1 ? [''] : ['BE', 'LE']) {
      core.hidden(Buffer.prototype, `read${name}${end}`, function (at = 0) { return view(this)[`get${kind}`](at, end === 'LE'); });
      core.hidden(Buffer.prototype, `write${name}${end}`, function (value, at = 0) { view(this)[`set${kind}`](at, value, end === 'LE'); return at + size; });
    }
  }
  const btoa = (text) => toBase64(decodeText(String(text), 'latin1'));
  const atob = (text) => Buffer.from(String(text), 'base64').toString('latin1');
  return { Buffer, TextEncoder, TextDecoder, btoa, atob, asBytes, asText };
})
