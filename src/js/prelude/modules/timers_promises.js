// `node:timers/promises`.
(function (host, core) {
  'use strict';
  const wait = (start, stop, value, options) => new Promise((resolve, reject) => {
    const signal = options?.signal;
    const give = () => reject(Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR', cause: signal.reason }));
    if (signal?.aborted) { give(); return; }
    const timer = start(() => resolve(value));
    signal?.addEventListener('abort', () => { stop(timer); give(); }, { once: true });
  });
  const sleep = (ms, value, options) => wait((done) => setTimeout(done, ms), clearTimeout, value, options);
  return {
    setTimeout: sleep,
    setImmediate: (value, options) => wait((done) => setImmediate(done), clearImmediate, value, options),
    async* setInterval(ms, value, options) { for (;;) { await sleep(ms, value, options); yield value; } },
    scheduler: { wait: (ms, options) => sleep(ms, undefined, options), yield: () => wait((done) => setImmediate(done), clearImmediate) },
  };
})
