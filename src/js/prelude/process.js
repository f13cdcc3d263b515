// `process`.
(function (host, core) {
  'use strict';
  const { settings } = core;
  const origin = host.now();
  const performance = {
    now: () => host.now() - origin, timeOrigin: origin, mark: (name) => ({ name, startTime: host.now() - origin }), measure() {},
    toJSON: () => ({ timeOrigin: origin }),
  };
  core.hidden(globalThis, 'performance', performance);
  const listeners = new Map();
  core.listenersOf = (name) => listeners.get(name) ?? [];
  const on = (name, run) => { listeners.set(name, [...core.listenersOf(name), run]); return process; };
  const off = (name, run) => { listeners.set(name, core.listenersOf(name).filter((known) => known !== run)); return process; };
  // Nothing runs after the end: the engine stops at its next tick, and there is nothing else to do until then.
  const end = (code) => { host.exit(Number(code) | 0); for (;;) ; };
  const stream = { write: (text) => { host.write(typeof text === 'string' ? text : core.part('bytes').Buffer.from(text).toString()); return true; }, isTTY: false };
  const process = {
    env: { ...settings.env },
    argv: ['/var/lang/bin/node', '/var/runtime/index.mjs'], argv0: 'node', execPath: '/var/lang/bin/node', execArgv: [],
    version: settings.version, versions: { node: settings.version.slice(1) }, release: { name: 'node' }, features: {}, config: {},
    platform: 'linux', arch: settings.arch, pid: 8, ppid: 1, title: 'node', exitCode: undefined,
    cwd: () => '/var/task', umask: () => 0o22,
    uptime: () => performance.now() / 1000,
    nextTick: (run, ...parts) => { queueMicrotask(() => run(...parts)); },
    hrtime: Object.assign((since) => {
      const ns = Math.round(performance.now() * 1e6);
      const now = [Math.floor(ns / 1e9), ns % 1e9];
      if (!since) return now;
      const gone = (now[0] - since[0]) * 1e9 + now[1] - since[1];
      return [Math.floor(gone / 1e9), gone % 1e9];
    }, { bigint: () => BigInt(Math.round(performance.now() * 1e6)) }),
    memoryUsage: Object.assign(() => {
      const rss = settings.memoryBytes;
      return { rss, heapTotal: rss, heapUsed: rss, external: 0, arrayBuffers: 0 };
    }, { rss: () => settings.memoryBytes }),
    cpuUsage: () => ({ user: Math.round(performance.now() * 1000), system: 0 }),
    exit: (code = process.exitCode ?? 0) => end(code),
    abort: () => end(134), kill: () => end(137),
    on, once: on, addListener: on, prependListener: on, off, removeListener: off,
    removeAllListeners: (name) => { if (name === undefined) listeners.clear(); else listeners.delete(name); return process; },
    listeners: core.listenersOf, listenerCount: (name) => core.listenersOf(name).length,
    emit: (name, ...parts) => { for (const run of core.listenersOf(name)) run(...parts); return core.listenersOf(name).length > 0; },
    emitWarning: (text) => console.warn(text instanceof Error ? text : `(node:8) Warning: ${text}`),
    stdout: stream, stderr: stream,
  };
  core.hidden(Number.prototype, 'toLocaleString', function (locale, options) { return new Intl.NumberFormat(locale, options).format(this); });
  core.hidden(BigInt.prototype, 'toLocaleString', function () { return this.toString().replace(/\B(?=(\d{3})+$)/g, ','); });
  core.process = process;
  core.hidden(globalThis, 'process', process);
  core.hidden(globalThis, 'global', globalThis);
})
