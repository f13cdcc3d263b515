// Whether two values are deeply and strictly equal.
(function (host, core) {
  'use strict';
  const equal = (a, b, seen) => {
    if (Object.is(a, b)) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
    if (seen.get(a) === b) return true;
    seen.set(a, b);
    if (a instanceof Date) return a.getTime() === b.getTime();
    if (a instanceof RegExp) return String(a) === String(b);
    if (a instanceof Error && (a.message !== b.message || a.name !== b.name)) return false;
    if (a instanceof Map) return a.size === b.size && [...a].every(([key, value]) => b.has(key) && equal(value, b.get(key), seen));
    if (a instanceof Set) return a.size === b.size && [...a].every((value) => b.has(value) || [...b].some((other) => equal(value, other, seen)));
    const [left, right] = [Object.keys(a), Object.keys(b)];
    return left.length === right.length && left.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key], seen));
  };
  return (a, b) => equal(a, b, new Map());
})
