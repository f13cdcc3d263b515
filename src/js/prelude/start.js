// The first part: how the others are found, and what is made only when somebody asks for it.
(function (host, core) {
  'use strict';
  // What stores of `AsyncLocalStorage` hold now.
  core.stores = { current: undefined };
  core.settings = JSON.parse(host.settings);
  core.hidden = (object, name, value) => Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
  // A part of the prelude by its name; read at its first use.
  const parts = new Map();
  core.part = (name) => {
    let known = parts.get(name);
    if (known === undefined) parts.set(name, known = host.part(name)(host, core));
    return known;
  };
  // A module of Node.js or of a known package; undefined when there is none of this name.
  const modules = new Map();
  core.builtin = (name) => {
    const plain = name.startsWith('node:') ? name.slice(5) : name;
    let known = modules.get(plain);
    if (known === undefined) {
      const make = host.module(plain);
      if (typeof make !== 'function') return undefined;
      modules.set(plain, known = make(host, core, plain));
    }
    return known;
  };
  // A global that exists from the start and is made at its first use.
  core.late = (names, make) => {
    for (const name of names) {
      Object.defineProperty(globalThis, name, {
        configurable: true, enumerable: false,
        get() { const value = make()[name]; core.hidden(globalThis, name, value); return value; },
        set(value) { core.hidden(globalThis, name, value); },
      });
    }
  };
  core.late(['Buffer', 'TextEncoder', 'TextDecoder', 'atob', 'btoa'], () => core.part('bytes'));
  core.late(['structuredClone'], () => ({ structuredClone: core.part('clone') }));
  core.late(['URL', 'URLSearchParams'], () => core.part('url'));
  core.late(['AbortController', 'AbortSignal', 'Event', 'EventTarget'], () => core.part('abort'));
  core.late(['fetch', 'Headers', 'Request', 'Response'], () => core.part('fetch'));
  core.late(['crypto'], () => ({ crypto: core.builtin('crypto').webcrypto }));
  core.late(['Intl'], () => ({ Intl: core.part('intl') }));
})
