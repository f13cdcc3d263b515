// `console`, as Lambda's runtime logs it: one text a line, with its level.
(function (host, core) {
  'use strict';
  const { jsonLogs } = core.settings;
  core.format = (...parts) => (parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : core.part('inspect').format(...parts));
  core.inspect = (value, options) => core.part('inspect').inspect(value, options);

  // With JSON logs, what stands after the request's id: one value as it is, several as text, an error with its parts.
  const errorParts = (error) => ({ errorType: error?.constructor?.name ?? 'UnknownError', errorMessage: error.message, stackTrace: core.trace(error) });
  const withErrors = (key, value) => (value instanceof Error ? { ...errorParts(value), ...value } : value);
  const asJson = (parts, text) => {
    if (!jsonLogs) return undefined;
    const members = { message: parts.length === 1 ? parts[0] : text };
    const error = parts.length > 1 && parts.find((part) => part instanceof Error);
    if (error) Object.assign(members, errorParts(error));
    let made;
    try { made = JSON.stringify(members, withErrors); } catch { made = JSON.stringify({ message: text }); }
    return made.slice(1, -1);
  };
  let indent = '';
  const print = (level, parts) => {
    let text = core.format(...parts);
    if (indent) text = indent + text.replace(/\n/g, '\n' + indent);
    host.print(level, text, asJson(parts, text));
  };
  const printer = (level) => (...parts) => print(level, parts);

  const counts = new Map();
  const clocks = new Map();
  const span = (ms) => (ms >= 1000 ? `${(ms / 1000).toFixed(3)}s` : `${Number(ms.toFixed(3))}ms`);
  const clock = (label, call) => {
    if (clocks.has(label)) return span(host.now() - clocks.get(label));
    print('WARN', [`No such label '${label}' for console.${call}()`]);
    return null;
  };
  const console = {
    log: printer('INFO'), info: printer('INFO'), debug: printer('DEBUG'), warn: printer('WARN'), error: printer('ERROR'), fatal: printer('FATAL'),
    trace: (...parts) => print('TRACE', [['Trace' + (parts.length ? ': ' + core.format(...parts) : ''), ...core.trace(new Error()).slice(1)].join('\n')]),
    dir: (value, options) => print('INFO', [core.inspect(value, options)]),
    dirxml: printer('INFO'),
    table: (value, columns) => print('INFO', [core.part('table')(value, columns) ?? core.inspect(value)]),
    assert: (held, ...parts) => { if (!held) print('ERROR', typeof parts[0] === 'string' ? [`Assertion failed: ${parts[0]}`, ...parts.slice(1)] : ['Assertion failed', ...parts]); },
    count: (label = 'default') => { counts.set(`${label}`, (counts.get(`${label}`) ?? 0) + 1); print('INFO', [`${label}: ${counts.get(`${label}`)}`]); },
    countReset: (label = 'default') => { counts.delete(`${label}`); },
    time: (label = 'default') => { clocks.set(`${label}`, host.now()); },
    timeLog: (label = 'default', ...parts) => { const gone = clock(`${label}`, 'timeLog'); if (gone !== null) print('INFO', [`${label}: ${gone}`, ...parts]); },
    timeEnd: (label = 'default') => { const gone = clock(`${label}`, 'timeEnd'); if (gone !== null) print('INFO', [`${label}: ${gone}`]); clocks.delete(`${label}`); },
    group: (...parts) => { if (parts.length) print('INFO', parts); if (indent.length < 64) indent += '  '; },
    groupEnd: () => { indent = indent.slice(2); },
    clear() {},
  };
  console.groupCollapsed = console.group;
  core.hidden(globalThis, 'console', console);
})
