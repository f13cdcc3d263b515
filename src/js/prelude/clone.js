// `structuredClone`.
(function (host, core) {
  'use strict';
  const structuredClone = (value) => {
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
  return structuredClone;
})
