// `node:events`.
(function (host, core) {
  'use strict';
  class EventEmitter {
    #listeners = new Map();
    on(name, run) { this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), run]); return this; }
    addListener(name, run) { return this.on(name, run); }
    prependListener(name, run) { this.#listeners.set(name, [run, ...(this.#listeners.get(name) ?? [])]); return this; }
    once(name, run) { const wrapped = (...parts) => { this.off(name, wrapped); run.apply(this, parts); }; wrapped.listener = run; return this.on(name, wrapped); }
    off(name, run) { this.#listeners.set(name, (this.#listeners.get(name) ?? []).filter((known) => known !== run && known.listener !== run)); return this; }
    removeListener(name, run) { return this.off(name, run); }
    removeAllListeners(name) { if (name === undefined) this.#listeners.clear(); else this.#listeners.delete(name); return this; }
    emit(name, ...parts) {
      const found = this.#listeners.get(name) ?? [];
      if (found.length === 0 && name === 'error') throw parts[0] instanceof Error ? parts[0] : new Error(`Unhandled error. (${core.inspect(parts[0])})`);
      for (const run of found) run.apply(this, parts);
      return found.length > 0;
    }
    listenerCount(name) { return (this.#listeners.get(name) ?? []).length; }
    listeners(name) { return [...(this.#listeners.get(name) ?? [])]; }
    eventNames() { return [...this.#listeners.keys()]; }
    setMaxListeners() { return this; }
  }
  EventEmitter.EventEmitter = EventEmitter;
  EventEmitter.once = (emitter, name) => new Promise((resolve, reject) => { emitter.once(name, (...parts) => resolve(parts)); if (name !== 'error') emitter.once('error', reject); });
  return EventEmitter;
})
