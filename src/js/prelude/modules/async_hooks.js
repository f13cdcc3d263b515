// `node:async_hooks`. A store is held from the start of its run until the promise of that run is settled; runs that overlap see the store of the
// one that began last, because the engine does not say which promise a continuation belongs to.
(function (host, core) {
  'use strict';
  const within = (stores, run, parts) => {
    const before = core.stores.current;
    core.stores.current = stores;
    const leave = () => { if (core.stores.current === stores) core.stores.current = before; };
    let value;
    try { value = run(...parts); } catch (error) { leave(); throw error; }
    if (value instanceof Promise) return value.finally(leave);
    leave();
    return value;
  };
  class AsyncLocalStorage {
    run(store, run, ...parts) { return within(new Map(core.stores.current).set(this, store), run, parts); }
    exit(run, ...parts) { return this.run(undefined, run, ...parts); }
    getStore() { return core.stores.current?.get(this); }
    enterWith(store) { core.stores.current = new Map(core.stores.current).set(this, store); }
    disable() { core.stores.current = undefined; }
    static bind(run) { const held = new Map(core.stores.current); return (...parts) => within(held, run, parts); }
    static snapshot() { return AsyncLocalStorage.bind((run, ...parts) => run(...parts)); }
  }
  class AsyncResource {
    constructor(type) { this.type = type; this.bound = AsyncLocalStorage.bind((run, self, ...parts) => run.apply(self, parts)); }
    runInAsyncScope(run, self, ...parts) { return this.bound(run, self, ...parts); }
    static bind(run) { return AsyncLocalStorage.bind(run); }
  }
  return { AsyncLocalStorage, AsyncResource };
})
