// `node:fs/promises`.
(function (host, core) { 'use strict'; return core.builtin('fs').promises; })
