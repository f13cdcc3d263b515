// The process: console, timers, `process`, and what a handler is called with.
(function (host, core) {
  'use strict';
  // ---- where an error comes from, as Node.js writes it
  const ours = /\(?coldstart:|\(native\)|<anonymous>$/;
  core.trace = (error) => {
    const head = `${error.name ?? 'Error'}${error.message ? ': ' + error.message : ''}`;
    const lines = String(error.stack ?? '').split('\n').filter((line) => line.trim() && !ours.test(line));
    return [head, ...lines.map((line) => '    ' + host.place(line.trim()))];
  };

  // ---- console
  const settings = JSON.parse(host.settings);
  // With JSON logs, what stands after the request's id: one value as it is, several as text, an error with its parts.
  const errorParts = (error) => ({ errorType: error?.constructor?.name ?? 'UnknownError', errorMessage: error.message, stackTrace: core.trace(error) });
  const withErrors = (key, value) => (value instanceof Error ? { ...errorParts(value), ...value } : value);
  const asJson = (parts, text) => {
    if (!settings.jsonLogs) return undefined;
    const members = { message: parts.length === 1 ? parts[0] : text };
    const error = parts.length > 1 && parts.find((part) => part instanceof Error);
    if (error) Object.assign(members, errorParts(error));
    let made;
    try { made = JSON.stringify(members, withErrors); } catch { made = JSON.stringify({ message: text }); }
    return made.slice(1, -1);
  };
  let indent = '';
  const print = (level, ...parts) => {
    let text = core.format(...parts);
    if (indent) text = indent + text.replace(/\n/g, '\n' + indent);
    host.print(level, text, asJson(parts, text));
  };
  core.print = print;
  const printer = (level) => (...parts) => print(level, ...parts);
  const counts = new Map();
  const clocks = new Map();
  globalThis.console = {
    log: printer('INFO'), info: printer('INFO'), debug: printer('DEBUG'), warn: printer('WARN'), error: printer('ERROR'),
    trace: (...parts) => host.print('TRACE', ['Trace: ' + core.format(...parts), ...core.trace(new Error()).slice(1)].join('\n')),
    dir: (value, options) => host.print('INFO', core.inspect(value, options)),
    table: (value) => host.print('INFO', core.inspect(value)),
    assert: (held, ...parts) => { if (!held) host.print('ERROR', core.format('Assertion failed' + (parts.length ? ':' : ''), ...parts)); },
    count: (label = 'default') => { counts.set(label, (counts.get(label) ?? 0) + 1); host.print('INFO', `${label}: ${counts.get(label)}`); },
    countReset: (label = 'default') => counts.delete(label),
    time: (label = 'default') => clocks.set(label, host.now()),
    timeLog: (label = 'default', ...parts) => host.print('INFO', core.format(`${label}: ${span(host.now() - (clocks.get(label) ?? host.now()))}`, ...parts)),
    timeEnd: (label = 'default') => { host.print('INFO', `${label}: ${span(host.now() - (clocks.get(label) ?? host.now()))}`); clocks.delete(label); },
    group: (...parts) => { if (parts.length) host.print('INFO', core.format(...parts)); }, groupCollapsed() {}, groupEnd() {},
  };
  const span = (ms) => (ms >= 1000 ? `${(ms / 1000).toFixed(3)}s` : `${Number(ms.toFixed(3))}ms`);

  // ---- timers
  const timers = new Map();
  let lastTimer = 0;
  class Timeout {
    constructor(id) { this.id = id; }
    ref() { return this; }
    unref() { const timer = timers.get(this.id); if (timer) timer.quiet = true; return this; }
    hasRef() { return timers.has(this.id) && !timers.get(this.id).quiet; }
    refresh() { const timer = timers.get(this.id); if (timer) timer.due = host.now() + timer.ms; return this; }
    close() { timers.delete(this.id); return this; }
    [Symbol.toPrimitive]() { return this.id; }
  }
  const start = (run, ms, parts, again) => {
    if (typeof run !== 'function') throw new TypeError('The "callback" argument must be of type function. Received ' + core.inspect(run));
    if (timers.size >= host.timersMax) throw new RangeError(`more than ${host.timersMax} timers`);
    ms = Number(ms);
    if (!(ms >= 1 && ms <= 2147483647)) ms = 1;
    lastTimer += 1;
    timers.set(lastTimer, { due: host.now() + ms, ms, run, parts, again });
    return new Timeout(lastTimer);
  };
  const stop = (timer) => { timers.delete(timer instanceof Timeout ? timer.id : Number(timer)); };
  globalThis.setTimeout = (run, ms, ...parts) => start(run, ms, parts, false);
  globalThis.setInterval = (run, ms, ...parts) => start(run, ms, parts, true);
  globalThis.setImmediate = (run, ...parts) => { const timer = start(run, 1, parts, false); timers.get(timer.id).due = host.now(); return timer; };
  globalThis.clearTimeout = globalThis.clearInterval = globalThis.clearImmediate = stop;
  globalThis.queueMicrotask = (run) => { Promise.resolve().then(run); };

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
    try { timer.run(...timer.parts); } catch (error) { crash(error, 'Uncaught Exception'); }
    return true;
  };

  // ---- the process
  const listeners = new Map();
  class Exit {}
  core.process = {
    env: { ...settings.env },
    argv: ['/var/lang/bin/node', '/var/runtime/index.mjs'],
    version: settings.version, versions: { node: settings.version.slice(1) },
    platform: 'linux', arch: settings.arch, pid: 8, title: 'node', exitCode: undefined,
    cwd: () => '/var/task',
    uptime: () => (host.now() - performance.timeOrigin) / 1000,
    nextTick: (run, ...parts) => { Promise.resolve().then(() => run(...parts)); },
    hrtime: Object.assign((since) => {
      const ns = Math.round(performance.now() * 1e6);
      const now = [Math.floor(ns / 1e9), ns % 1e9];
      if (!since) return now;
      const gone = (now[0] - since[0]) * 1e9 + now[1] - since[1];
      return [Math.floor(gone / 1e9), gone % 1e9];
    }, { bigint: () => BigInt(Math.round(performance.now() * 1e6)) }),
    memoryUsage: Object.assign(() => ({ rss: settings.memoryBytes, heapTotal: settings.memoryBytes, heapUsed: settings.memoryBytes, external: 0, arrayBuffers: 0 }), { rss: () => settings.memoryBytes }),
    exit: (code = core.process.exitCode ?? 0) => { host.exit(Number(code) | 0); for (;;) ; },
    abort: () => { host.exit(134); for (;;) ; },
    on: (name, run) => { listeners.set(name, [...(listeners.get(name) ?? []), run]); return core.process; },
    once: (name, run) => core.process.on(name, run),
    off: () => core.process, removeListener: () => core.process, removeAllListeners: () => core.process,
    emit: () => false, emitWarning: (text) => host.print('WARN', String(text)),
    stdout: { write: (text) => { host.write(String(text)); return true; }, isTTY: false },
    stderr: { write: (text) => { host.write(String(text)); return true; }, isTTY: false },
  };
  globalThis.process = core.process;
  globalThis.global = globalThis;

  // ---- what was thrown
  const shape = (error) => {
    if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: typeof error === 'object' ? core.inspect(error) : String(error), trace: [] };
    return { errorType: String(error.name ?? 'Error'), errorMessage: String(error.message ?? ''), trace: core.trace(error) };
  };
  // Without memory for an error the engine throws null; nobody else does.
  const isOutOfMemory = (error) => error === null || (error instanceof Error && error.name === 'InternalError' && error.message === 'out of memory');
  const logged = (error, thrown) => JSON.stringify({ errorType: thrown.errorType, errorMessage: thrown.errorMessage, ...(error instanceof Error ? { ...error } : {}), stack: thrown.trace });
  const runtimeError = (type, message, stack) => ({ errorType: `Runtime.${type}`, errorMessage: message, trace: stack ?? [`Runtime.${type}: ${message}`] });

  const crash = (error, words) => {
    if (isOutOfMemory(error)) return host.outOfMemory();
    const thrown = shape(error);
    host.print('ERROR', `${words} \t${logged(error, thrown)}`);
    host.crashed(JSON.stringify(thrown));
  };

  // ---- rejections that nobody handles
  const rejected = new Map();
  core.rejected = (promise, reason, handled) => { if (handled) rejected.delete(promise); else rejected.set(promise, reason); };
  core.checkRejections = () => {
    for (const [promise, reason] of rejected) {
      rejected.delete(promise);
      if (listeners.has('unhandledRejection')) { for (const run of listeners.get('unhandledRejection')) run(reason, promise); continue; }
      if (isOutOfMemory(reason)) return host.outOfMemory();
      const thrown = runtimeError('UnhandledPromiseRejection', reason instanceof Error ? `${reason.name}: ${reason.message}` : core.inspect(reason));
      if (reason instanceof Error) thrown.trace = [thrown.trace[0], ...core.trace(reason).slice(1)];
      host.print('ERROR', `Unhandled Promise Rejection \t${JSON.stringify({ ...thrown, trace: undefined, stack: thrown.trace })}`);
      return host.crashed(JSON.stringify(thrown));
    }
  };

  // ---- INIT: find the handler
  let handler = null;
  core.ready = (namespace, path) => {
    let found = namespace;
    for (const name of path.split('.')) found = found?.[name] ?? (found === namespace ? namespace?.default?.[name] : undefined);
    const full = host.handlerName;
    if (found === undefined || found === null) return host.crashed(JSON.stringify(runtimeError('HandlerNotFound', `${full} is undefined or not exported`)));
    if (typeof found !== 'function') return host.crashed(JSON.stringify(runtimeError('HandlerNotFound', `${full} is not a function`)));
    handler = found;
    host.ready();
  };
  core.initFailed = (error) => {
    if (isOutOfMemory(error)) return host.outOfMemory();
    const missing = error instanceof Error && (error.code === 'MODULE_NOT_FOUND' || /^(Error resolving|could not load) module/i.test(error.message));
    let thrown = shape(error);
    if (missing) thrown = runtimeError('ImportModuleError', `Error: ${error.message}`, [`Runtime.ImportModuleError: Error: ${error.message}`, ...core.trace(error).slice(1)]);
    else if (error instanceof SyntaxError) thrown = runtimeError('UserCodeSyntaxError', `SyntaxError: ${error.message}`, [`Runtime.UserCodeSyntaxError: SyntaxError: ${error.message}`, ...core.trace(error).slice(1)]);
    host.print('ERROR', `Uncaught Exception \t${logged(error, thrown)}`);
    host.crashed(JSON.stringify(thrown));
  };

  core.evaluated = (namespace, path, promise) => {
    if (promise === undefined) return core.ready(namespace, path);
    promise.then(() => core.ready(namespace, path), (error) => core.initFailed(error));
  };

  // ---- INVOKE
  let waitsForQuiet = null;
  core.invoke = (event, settings) => {
    const known = JSON.parse(settings);
    let settled = false;
    waitsForQuiet = null;
    const answer = (value) => {
      if (settled) return;
      settled = true;
      let text;
      try { text = JSON.stringify(value === undefined ? null : value); } catch (error) {
        return fail(Object.assign(new Error('Unable to stringify response body'), { name: 'Runtime.MarshalError' }), true);
      }
      host.answered(text === undefined ? 'null' : text);
    };
    const fail = (error, again) => {
      if (settled && !again) return;
      settled = true;
      if (isOutOfMemory(error)) return host.outOfMemory();
      const thrown = shape(error);
      host.print('ERROR', `Invoke Error \t${logged(error, thrown)}`);
      host.failed(JSON.stringify(thrown));
    };
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      ...known.context,
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(known.deadline - host.now())),
      done: (error, value) => callback(error, value), succeed: (value) => callback(null, value), fail: (error) => callback(error ?? new Error('handled')),
    };
    const callback = (error, value) => {
      const settle = () => (error === null || error === undefined ? answer(value) : fail(error));
      if (context.callbackWaitsForEmptyEventLoop === false) settle(); else waitsForQuiet ??= settle;
    };
    let returned;
    try { returned = handler(JSON.parse(event), context, callback); } catch (error) { return fail(error); }
    if (typeof returned?.then === 'function') {
      core.pending = true;
      returned.then(answer, fail);
    } else {
      // Node.js lets a plain handler answer by its callback; when nothing is left to do and it has not, the answer is null.
      core.pending = false;
      waitsForQuiet ??= null;
      core.plain = () => answer(null);
    }
  };
  // Nothing is left to run: answers that waited for that go out; whether the handler's promise is still open.
  core.quiet = () => {
    if (waitsForQuiet !== null) { const settle = waitsForQuiet; waitsForQuiet = null; settle(); return false; }
    if (!core.pending && core.plain) { const settle = core.plain; core.plain = null; settle(); return false; }
    return true;
  };
  core.timersLeft = () => { for (const timer of timers.values()) if (!timer.quiet) return true; return false; };
})
