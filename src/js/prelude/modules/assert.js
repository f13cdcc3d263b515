// `node:assert`.
(function (host, core) {
  'use strict';
  const fail = (message, actual, expected, operator) => { throw message instanceof Error ? message : Object.assign(new Error(message ?? `Expected values to be ${operator}:\n\n${core.inspect(actual)} !== ${core.inspect(expected)}`), { name: 'AssertionError', code: 'ERR_ASSERTION', actual, expected, operator }); };
  const deep = core.part('equal');
  const assert = (held, message) => { if (!held) fail(message ?? 'The expression evaluated to a falsy value', held, true, '=='); };
  Object.assign(assert, {
    ok: assert, equal: (a, b, m) => { if (a != b) fail(m, a, b, 'loosely equal'); }, notEqual: (a, b, m) => { if (a == b) fail(m, a, b, 'loosely unequal'); },
    strictEqual: (a, b, m) => { if (!Object.is(a, b)) fail(m, a, b, 'strictly equal'); }, notStrictEqual: (a, b, m) => { if (Object.is(a, b)) fail(m, a, b, 'strictly unequal'); },
    deepEqual: (a, b, m) => { if (!deep(a, b)) fail(m, a, b, 'deeply equal'); }, deepStrictEqual: (a, b, m) => { if (!deep(a, b)) fail(m, a, b, 'deeply equal'); },
    fail: (m) => fail(m ?? 'Failed'),
  });
  class AssertionError extends Error {}
  const matches = (error, expected, m) => {
    if (expected === undefined || typeof expected === 'string') return;
    if (expected instanceof RegExp) { if (!expected.test(String(error))) fail(m, error, expected, 'match'); return; }
    if (typeof expected === 'function') { if (!(expected.prototype instanceof Error || expected === Error ? error instanceof expected : expected(error))) throw error; return; }
    for (const key of Object.keys(expected)) {
      if (expected[key] instanceof RegExp ? !expected[key].test(error[key]) : !deep(error[key], expected[key])) fail(m, error[key], expected[key], 'deeply equal');
    }
  };
  Object.assign(assert, {
    AssertionError, notDeepEqual: (a, b, m) => { if (deep(a, b)) fail(m, a, b, 'not deeply equal'); }, match: (text, pattern, m) => { if (!pattern.test(text)) fail(m, text, pattern, 'match'); },
    throws: (run, expected, m) => { try { run(); } catch (error) { matches(error, expected, m); return; } fail(m ?? 'Missing expected exception.'); },
    doesNotThrow: (run) => { run(); },
    rejects: async (run, expected, m) => { try { await (typeof run === 'function' ? run() : run); } catch (error) { matches(error, expected, m); return; } fail(m ?? 'Missing expected rejection.'); },
    doesNotReject: async (run) => { await (typeof run === 'function' ? run() : run); },
    ifError: (value) => { if (value !== null && value !== undefined) throw value; },
  });
  assert.notDeepStrictEqual = assert.notDeepEqual;
  assert.strict = assert;
  return assert;
})
