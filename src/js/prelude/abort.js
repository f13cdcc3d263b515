// `EventTarget` and what cancels: `AbortController`, `AbortSignal`.
(function (host, core) {
  'use strict';
  class Event {
    constructor(type, init = {}) { this.type = String(type); this.target = null; this.cancelable = !!init.cancelable; this.defaultPrevented = false; this.timeStamp = performance.now(); }
    preventDefault() { this.defaultPrevented = this.cancelable; }
    stopPropagation() {}
    stopImmediatePropagation() { this.stopped = true; }
  }
  class EventTarget {
    #listeners = [];
    addEventListener(type, run, options) {
      if (this.#listeners.some((known) => known.type === type && known.run === run)) return;
      this.#listeners.push({ type, run, once: !!options?.once });
    }
    removeEventListener(type, run) { this.#listeners = this.#listeners.filter((known) => known.type !== type || known.run !== run); }
    dispatchEvent(event) {
      event.target = event.currentTarget = this;
      const own = this[`on${event.type}`];
      if (typeof own === 'function') own.call(this, event);
      for (const known of [...this.#listeners]) {
        if (known.type !== event.type || event.stopped) continue;
        if (known.once) this.removeEventListener(known.type, known.run);
        if (typeof known.run === 'function') known.run.call(this, event); else known.run.handleEvent(event);
      }
      return !event.defaultPrevented;
    }
  }
  const named = (name, message) => Object.assign(new Error(message), { name, code: name === 'AbortError' ? 20 : 23 });
  class AbortSignal extends EventTarget {
    aborted = false;
    reason = undefined;
    onabort = null;
    static abort(reason) { const signal = new AbortSignal(); abort(signal, reason); return signal; }
    static timeout(ms) { const signal = new AbortSignal(); setTimeout(() => abort(signal, named('TimeoutError', 'The operation was aborted due to timeout')), ms).unref(); return signal; }
    static any(signals) {
      const made = new AbortSignal();
      for (const signal of signals) { if (signal.aborted) { abort(made, signal.reason); break; } signal.addEventListener('abort', () => abort(made, signal.reason), { once: true }); }
      return made;
    }
    throwIfAborted() { if (this.aborted) throw this.reason; }
  }
  const abort = (signal, reason = named('AbortError', 'This operation was aborted')) => {
    if (signal.aborted) return;
    signal.aborted = true;
    signal.reason = reason;
    signal.dispatchEvent(new Event('abort'));
  };
  class AbortController {
    signal = new AbortSignal();
    abort(reason) { abort(this.signal, reason); }
  }
  return { Event, EventTarget, AbortController, AbortSignal };
})
