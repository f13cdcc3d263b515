// `node:util`.
(function (host, core) {
  'use strict';
  const { inspect, format } = core.part('inspect');
  const custom = Symbol.for('nodejs.util.promisify.custom');
  const promisify = (run) => {
    if (typeof run !== 'function') throw Object.assign(new TypeError(`The "original" argument must be of type function. Received ${inspect(run)}`), { code: 'ERR_INVALID_ARG_TYPE' });
    return run[custom] ?? function (...parts) {
      return new Promise((resolve, reject) => { run.call(this, ...parts, (error, value) => (error ? reject(error) : resolve(value))); });
    };
  };
  promisify.custom = custom;
  Object.defineProperty(setTimeout, custom, { value: (ms, value) => core.sleep(ms).then(() => value), configurable: true });
  const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);
  return {
    inspect, format, promisify,
    formatWithOptions: (options, ...parts) => format(...parts),
    callbackify: (run) => (...parts) => { const done = parts.pop(); run(...parts).then((value) => done(null, value), done); },
    inherits: (child, parent) => { child.super_ = parent; Object.setPrototypeOf(child.prototype, parent.prototype); },
    isDeepStrictEqual: core.part('equal'),
    deprecate: (run) => run, debuglog: () => () => {}, debug: () => () => {},
    stripVTControlCharacters: (text) => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, ''),
    styleText: (style, text) => text, toUSVString: (text) => String(text).toWellFormed(),
    isArray: Array.isArray,
    types: {
      isPromise: (v) => v instanceof Promise, isDate: (v) => v instanceof Date, isRegExp: (v) => v instanceof RegExp, isMap: (v) => v instanceof Map,
      isSet: (v) => v instanceof Set, isNativeError: (v) => v instanceof Error, isTypedArray: (v) => ArrayBuffer.isView(v) && !(v instanceof DataView),
      isUint8Array: (v) => v instanceof Uint8Array, isArrayBuffer: (v) => v instanceof ArrayBuffer, isAsyncFunction: (v) => tag(v) === 'AsyncFunction',
      isGeneratorFunction: (v) => tag(v) === 'GeneratorFunction', isSymbolObject: (v) => typeof v === 'object' && tag(v) === 'Symbol',
    },
    TextEncoder, TextDecoder,
  };
})
