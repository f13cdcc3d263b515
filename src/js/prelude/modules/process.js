// `node:process`.
(function (host, core) { 'use strict'; return core.process; })
