// Timers, in virtual time.
(function (host, core) {
  'use strict';
  const timers = new Map();
  let lastTimer = 0;
  class Timeout {
    constructor(id) { this.id = id; }
    ref() { const timer = timers.get(this.id); if (timer) timer.quiet = false; return this; }
    unref() { const timer = timers.get(this.id); if (timer) timer.quiet = true; return this; }
    hasRef() { return timers.has(this.id) && !timers.get(this.id).quiet; }
    refresh() { const timer = timers.get(this.id); if (timer) timer.due = host.now() + timer.ms; return this; }
    close() { timers.delete(this.id); return this; }
    [Symbol.toPrimitive]() { return this.id; }
  }
  const start = (run, ms, parts, again) => {
    if (typeof run !== 'function') throw Object.assign(new TypeError(`The "callback" argument must be of type function. Received ${core.inspect(run)}`), { code: 'ERR_INVALID_ARG_TYPE' });
    if (timers.size >= host.timersMax) throw new RangeError(`more than ${host.timersMax} timers`);
    ms = Number(ms);
    if (!(ms >= 1 && ms <= 2147483647)) ms = 1;
    lastTimer += 1;
    timers.set(lastTimer, { due: host.now() + ms, ms, run, parts, again });
    return new Timeout(lastTimer);
  };
  const stop = (timer) => { timers.delete(timer instanceof Timeout ? timer.id : Number(timer)); };
  const offered = {
    setTimeout: (run, ms, ...parts) => start(run, ms, parts, false),
    setInterval: (run, ms, ...parts) => start(run, ms, parts, true),
    setImmediate: (run, ...parts) => { const timer = start(run, 1, parts, false); timers.get(timer.id).due = host.now(); return timer; },
    clearTimeout: stop, clearInterval: stop, clearImmediate: stop,
    queueMicrotask: (run) => { Promise.resolve().then(run).catch((error) => core.crash(error, 'Uncaught Exception')); },
  };
  for (const [name, value] of Object.entries(offered)) core.hidden(globalThis, name, value);
  core.sleep = (ms) => new Promise((done) => { offered.setTimeout(done, ms); });

  const earliest = () => {
    let first = null;
    for (const [id, timer] of timers) if (first === null || timer.due < first[1].due) first = [id, timer];
    return first;
  };
  // When the next timer is due, in milliseconds since 1970; -1 when none is.
  core.nextTimer = () => earliest()?.[1].due ?? -1;
  // Runs one timer that is due; whether there was one.
  core.fireTimer = () => {
    const first = earliest();
    if (first === null || first[1].due > host.now()) return false;
    const [id, timer] = first;
    if (timer.again) timer.due = host.now() + timer.ms; else timers.delete(id);
    try { timer.run(...timer.parts); } catch (error) { core.crash(error, 'Uncaught Exception'); }
    return true;
  };
})
