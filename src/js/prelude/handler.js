// The handler: how it is found in INIT, and how it is called.
(function (host, core) {
  'use strict';
  let handler = null;
  // Reading the event is paid for by the host.
  const { parse } = JSON;
  const ready = (namespace, path) => {
    let found = namespace;
    for (const name of path.split('.')) found = found?.[name] ?? (found === namespace ? namespace?.default?.[name] : undefined);
    const full = host.handlerName;
    if (found === undefined || found === null) return notFound(`${full} is undefined or not exported`);
    if (typeof found !== 'function') return notFound(`${full} is not a function`);
    handler = found;
    return host.ready();
  };
  const notFound = (words) => {
    const thrown = core.runtimeError('HandlerNotFound', words);
    core.report('Uncaught Exception', JSON.stringify({ errorType: thrown.errorType, errorMessage: words, stack: thrown.trace }));
    host.crashed(JSON.stringify(thrown));
  };
  // The engine's words for an export that is not there, in Node.js's.
  const missingExport = /^Could not find export '(.*)' in module '(?:node:)?(.*)'$/;
  core.initFailed = (error) => {
    if (core.isOutOfMemory(error)) return host.outOfMemory();
    const about = core.shape(error);
    const isOf = (kind) => { try { return error instanceof kind; } catch { return false; } };
    let thrown = about;
    const named = (type, words) => core.runtimeError(type, words, [`Runtime.${type}: ${words}`, ...about.trace.slice(1)]);
    const missing = isOf(Error) && (error.code === 'MODULE_NOT_FOUND' || /^(Error resolving|could not load) module/i.test(about.errorMessage));
    if (missing) thrown = named('ImportModuleError', `Error: ${about.errorMessage.replace(/^Error resolving module '.*?' from '.*?': /, '')}`);
    else if (isOf(SyntaxError)) {
      const part = missingExport.exec(about.errorMessage);
      const words = part === null ? about.errorMessage
        : `The requested module '${part[2]}' does not provide an export named '${part[1]}'${host.isOurs(part[2]) ? '; of this package only a part is here, which CONTRIBUTING.md lists' : ''}`;
      thrown = named('UserCodeSyntaxError', `SyntaxError: ${words}`);
    }
    core.report('Uncaught Exception', core.logged(error, thrown));
    return host.crashed(JSON.stringify(thrown));
  };
  core.evaluated = (namespace, path, promise) => {
    if (promise === undefined || promise === null) return ready(namespace, path);
    return promise.then(() => ready(namespace, path)).catch(core.initFailed);
  };

  // ---- INVOKE
  let waitsForQuiet = null;
  let plain = null;
  let open = false;
  let calls = 0;
  core.invocation = { count: 0, context: null };
  core.invoke = (event, settings) => {
    const known = parse(settings);
    let settled = false;
    waitsForQuiet = plain = null;
    calls += 1;
    const own = calls;
    const answer = (value) => {
      if (settled || own !== calls) return;
      settled = true;
      let text;
      try { text = JSON.stringify(value === undefined ? null : value); } catch (error) {
        if (core.isOutOfMemory(error)) { host.outOfMemory(); return; }
        fail(Object.assign(new Error('Unable to stringify response body'), { name: 'Runtime.MarshalError' }), true);
        return;
      }
      host.answered(text === undefined ? 'null' : text);
    };
    const fail = (error, again) => {
      if ((settled && !again) || own !== calls) return;
      settled = true;
      if (core.isOutOfMemory(error)) { host.outOfMemory(); return; }
      const thrown = core.shape(error);
      core.report('Invoke Error', core.logged(error, thrown));
      host.failed(JSON.stringify(thrown));
    };
    const callback = (error, value) => {
      const settle = () => (error === null || error === undefined ? answer(value) : fail(error));
      if (context.callbackWaitsForEmptyEventLoop === false) settle(); else waitsForQuiet ??= settle;
    };
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      ...known.context,
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(known.deadline - host.now())),
      done: (error, value) => callback(error, value), succeed: (value) => callback(null, value), fail: (error) => callback(error ?? new Error('handled')),
    };
    core.invocation.count = own;
    core.invocation.context = context;
    let returned;
    try { returned = handler(parse(event), context, callback); } catch (error) { fail(error); return; }
    let then;
    try { then = returned?.then; } catch (error) { fail(error); return; }
    if (typeof then === 'function') {
      open = true;
      try { returned.then(answer, fail); } catch (error) { fail(error); }
    } else {
      // Node.js lets a plain handler answer by its callback; when nothing is left to do and it has not, the answer is null.
      open = false;
      plain = () => answer(null);
    }
  };
  // Nothing is left to run: answers that waited for that go out; whether the handler's promise is still open.
  core.quiet = () => {
    if (waitsForQuiet !== null) { const settle = waitsForQuiet; waitsForQuiet = null; settle(); return false; }
    if (!open && plain) { const settle = plain; plain = null; settle(); return false; }
    return true;
  };
})
