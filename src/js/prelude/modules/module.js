// `node:module`.
(function (host, core) {
  'use strict';
  const base = (from) => String(from).replace(/^file:\/\//, '').replace(/^\/var\/task\//, '');
  return { createRequire: (from) => core.requireFrom(base(from)), builtinModules: [], isBuiltin: (name) => core.builtin(name) !== undefined };
})
