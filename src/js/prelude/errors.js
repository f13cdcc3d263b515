// What was thrown, as Lambda's runtime tells it, and rejections that nobody handles.
(function (host, core) {
  'use strict';
  const ours = /\(?coldstart:|\(native\)|\(?node:|<anonymous>$/;
  const safely = (read, otherwise) => { try { return read(); } catch { return otherwise; } };
  const word = (read, otherwise) => safely(() => { const value = read(); return value === undefined || value === null ? otherwise : String(value); }, otherwise);
  const bounded = (text) => (text.length > 65536 ? text.slice(0, 65536) + '…' : text);
  // Where an error comes from, as Node.js writes it.
  core.trace = (error) => {
    const message = bounded(word(() => error.message, ''));
    const head = `${word(() => error.name, 'Error')}${message ? ': ' + message : ''}`;
    const lines = bounded(word(() => error.stack, '')).split('\n').filter((line) => line.startsWith('    at ') && !ours.test(line));
    return [head, ...lines.map((line) => '    ' + host.place(line.trim()))];
  };
  const isError = (error) => safely(() => error instanceof Error, false);
  core.shape = (error) => {
    if (!isError(error)) return { errorType: typeof error, errorMessage: bounded(safely(() => (typeof error === 'object' ? core.inspect(error) : String(error)), '')), trace: [] };
    return { errorType: word(() => error.name, 'Error'), errorMessage: bounded(word(() => error.message, '')), trace: core.trace(error) };
  };
  core.logged = (error, thrown) => {
    const plain = { errorType: thrown.errorType, errorMessage: thrown.errorMessage, stack: thrown.trace };
    if (!isError(error)) return JSON.stringify(plain);
    return safely(() => JSON.stringify({ errorType: thrown.errorType, errorMessage: thrown.errorMessage, ...error, stack: thrown.trace }), undefined) ?? JSON.stringify(plain);
  };
  // Prints an error of the runtime's own: in JSON logs its parts stand in the message.
  core.report = (words, text) => host.print('ERROR', `${words} \t${text}`, core.settings.jsonLogs ? `"message":${text}` : undefined);
  // Without memory for an error the engine throws null, or nothing that has a type; nobody else does.
  core.isOutOfMemory = (error) => error === null || typeof error === 'unknown' || (isError(error) && safely(() => error.name === 'InternalError' && error.message === 'out of memory', false));
  core.runtimeError = (type, message, stack) => ({ errorType: `Runtime.${type}`, errorMessage: message, trace: stack ?? [`Runtime.${type}: ${message}`] });

  // Ends the process; once it is over, what else goes wrong in it is not told.
  core.crash = (error, words) => {
    if (core.isOutOfMemory(error)) return host.outOfMemory();
    const found = core.listenersOf('uncaughtException');
    if (found.length > 0) { for (const run of found) run(error, 'uncaughtException'); return undefined; }
    const thrown = core.shape(error);
    core.report(words, core.logged(error, thrown));
    return host.crashed(JSON.stringify(thrown));
  };

  const rejected = new Map();
  core.rejected = (promise, reason, handled) => { if (handled) rejected.delete(promise); else rejected.set(promise, reason); };
  core.checkRejections = () => {
    for (const [promise, reason] of rejected) {
      rejected.delete(promise);
      const found = core.listenersOf('unhandledRejection');
      if (found.length > 0) { for (const run of found) { try { run(reason, promise); } catch (error) { core.crash(error, 'Uncaught Exception'); } } continue; }
      if (core.isOutOfMemory(reason)) { host.outOfMemory(); return; }
      const about = core.shape(reason);
      const thrown = core.runtimeError('UnhandledPromiseRejection', isError(reason) ? `${about.errorType}: ${about.errorMessage}` : about.errorMessage);
      if (isError(reason)) thrown.trace = [thrown.trace[0], ...about.trace.slice(1)];
      core.report('Unhandled Promise Rejection', JSON.stringify({ ...thrown, trace: undefined, reason: about.errorMessage, stack: thrown.trace }));
      host.crashed(JSON.stringify(thrown));
      return;
    }
  };
})
