// `node:console`.
(function () { 'use strict'; return Object.assign(Object.create(console), console, { console }); })
