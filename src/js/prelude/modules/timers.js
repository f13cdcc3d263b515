// `node:timers`.
(function (host, core) {
  'use strict';
  return { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate, promises: core.builtin('timers/promises') };
})
