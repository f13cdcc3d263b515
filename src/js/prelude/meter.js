// What the engine's own functions take that go through much at once: they run without a tick, so they say beforehand how much they will do.
(function (host, core) {
  'use strict';
  const LEAST = 4096;
  const { apply } = Reflect;
  const meter = (object, name, size) => {
    const own = object[name];
    const metered = { [name](...parts) {
      const bytes = size(this, parts);
      // What is stopped goes no further than the next tick.
      if (bytes > LEAST && host.work(bytes)) for (;;) ;
      return apply(own, this, parts);
    } }[name];
    Object.defineProperty(metered, 'length', { value: own.length, configurable: true });
    core.hidden(object, name, metered);
  };
  const length = (value) => (typeof value === 'string' || (typeof value === 'object' && value !== null) ? value.length >>> 0 : 0);
  const whole = (self) => length(self);
  for (const name of ['split', 'replace', 'replaceAll', 'toUpperCase', 'toLowerCase', 'normalize', 'trim']) meter(String.prototype, name, whole);
  meter(String.prototype, 'repeat', (self, [count]) => length(self) * (count > 0 ? Number(count) : 0));
  for (const name of ['padStart', 'padEnd']) meter(String.prototype, name, (self, [count]) => (count > 0 ? Number(count) : 0));
  for (const name of ['fill', 'concat', 'slice', 'splice', 'reverse', 'shift', 'unshift', 'flat', 'toReversed', 'with']) {
    meter(Array.prototype, name, (self) => length(self) * 8);
  }
  for (const name of ['join', 'sort', 'toSorted']) meter(Array.prototype, name, (self) => length(self) * 100);
  const bytes = Object.getPrototypeOf(Uint8Array.prototype);
  for (const name of ['fill', 'set', 'slice', 'reverse', 'sort', 'copyWithin', 'indexOf', 'includes', 'join']) meter(bytes, name, (self) => self.byteLength >>> 0);
  for (const name of ['assign', 'entries', 'values', 'fromEntries']) meter(Object, name, (_, parts) => length(parts[parts.length - 1]) * 16);
  meter(JSON, 'parse', (_, [text]) => length(text) * 20);
})
