// Calls to services: promises that the world settles.
(function (host, core) {
  'use strict';
  const open = new Map();
  // Asks; the input and the output are JSON text.
  core.call = (service, operation, input) => new Promise((resolve, reject) => {
    const ticket = host.call(service, operation, input);
    if (ticket === undefined || ticket === null) throw new RangeError(`more than ${host.callsMax} calls are open at once`);
    open.set(ticket, { resolve, reject });
  });
  // The world's answer: its text, or what an exception is made of.
  core.settle = (ticket, done, text) => {
    const waiting = open.get(ticket);
    if (waiting === undefined) return;
    open.delete(ticket);
    if (done) waiting.resolve(text); else waiting.reject(JSON.parse(text));
  };
})
