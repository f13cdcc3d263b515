// How Node.js shows a value in a log line.
(function (host, core) {
  'use strict';
  const quote = (text) => {
    const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes('`') ? '`' : "'";
    const shown = text.replace(/[\x00-\x1f\x7f\\]/g, (c) => ({ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f', '\v': '\\v', '\\': '\\\\' })[c]
      ?? '\\x' + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0'));
    return mark + (mark === "'" ? shown.replace(/'/g, "\\'") : shown) + mark;
  };
  const isName = /^[A-Za-z_]\w*$/;
  const keyText = (key) => (typeof key === 'symbol' ? `[${String(key)}]` : isName.test(key) ? key : quote(key));
  const errorText = (error, bracketed) => {
    const head = `${error.name ?? 'Error'}${error.message ? ': ' + error.message : ''}`;
    const stack = core.trace(error);
    return stack.length > 1 ? stack.join('\n') : bracketed ? `[${head}]` : head;
  };

  const className = (value) => {
    for (let proto = Object.getPrototypeOf(value); proto; proto = Object.getPrototypeOf(proto)) {
      const own = Object.getOwnPropertyDescriptor(proto, 'constructor');
      if (own && typeof own.value === 'function' && own.value.name) return own.value.name;
    }
    return null;
  };

  function show(value, options, depth, seen) {
    switch (typeof value) {
      case 'string': return depth === 0 && options.top ? value : quote(value);
      case 'number': return Object.is(value, -0) ? '-0' : String(value);
      case 'bigint': return `${value}n`;
      case 'symbol': return String(value);
      case 'undefined': case 'boolean': return String(value);
      case 'function': {
        const isClass = /^class\b/.test(Function.prototype.toString.call(value));
        const name = value.name || '(anonymous)';
        const text = isClass ? `[class ${name}]` : `[${className(value) ?? 'Function'}${value.name ? ': ' + name : ' (anonymous)'}]`;
        return properties(value, text, options, depth, seen);
      }
    }
    if (value === null) return 'null';
    if (seen.includes(value)) return '[Circular *1]';
    const custom = value[Symbol.for('nodejs.util.inspect.custom')];
    if (typeof custom === 'function') {
      const own = custom.call(value, options.depth - depth, options);
      return typeof own === 'string' ? own : show(own, options, depth, seen);
    }
    if (value instanceof Error) return properties(value, errorText(value, Object.keys(value).every((key) => key === 'name' || key === 'message')), options, depth, seen);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Promise) return 'Promise { <pending> }';
    if (value instanceof Number || value instanceof Boolean) return `[${className(value)}: ${value}]`;
    if (value instanceof String) return `[String: ${quote(String(value))}]`;
    const name = className(value);
    if (depth > options.depth) return Array.isArray(value) ? '[Array]' : `[${name ?? 'Object: null prototype'}]`;
    const next = [...seen, value];
    const inner = (item) => show(item, options, depth + 1, next);
    if (Array.isArray(value)) {
      const items = [];
      for (let i = 0; i < Math.min(value.length, 100); i += 1) {
        if (i in value) { items.push(inner(value[i])); continue; }
        let empty = 0;
        while (i < value.length && !(i in value)) { empty += 1; i += 1; }
        i -= 1;
        items.push(`<${empty} empty item${empty === 1 ? '' : 's'}>`);
      }
      if (value.length > 100) items.push(`... ${value.length - 100} more item${value.length === 101 ? '' : 's'}`);
      const extra = Object.keys(value).filter((key) => !/^\d+$/.test(key)).map((key) => `${keyText(key)}: ${inner(value[key])}`);
      return braces('[', [...items, ...extra], ']', name === 'Array' || name === null ? '' : `${name}(${value.length}) `, depth, value.length > 6);
    }
    if (value instanceof Map) return braces('{', [...value].slice(0, 100).map(([k, v]) => `${inner(k)} => ${inner(v)}`), '}', `Map(${value.size}) `, depth);
    if (value instanceof Set) return braces('{', [...value].slice(0, 100).map(inner), '}', `Set(${value.size}) `, depth);
    if (name === 'Buffer' && ArrayBuffer.isView(value)) {
      const bytes = [...value.subarray(0, 50)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
      return `<Buffer${bytes ? ' ' + bytes : ''}${value.length > 50 ? ` ... ${value.length - 50} more bytes` : ''}>`;
    }
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return braces('[', [...value].slice(0, 100).map(String), ']', `${name}(${value.length}) `, depth, true);
    return properties(value, null, options, depth, seen, name);
  }

  function properties(value, head, options, depth, seen, name) {
    const told = (key) => value instanceof Error && (key === 'name' || key === 'message' || key === 'stack');
    const keys = [...Object.keys(value).filter((key) => !told(key)), ...Object.getOwnPropertySymbols(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))];
    if (head !== null && keys.length === 0) return head;
    if (depth > options.depth) return head ?? `[${name ?? 'Object'}]`;
    const next = [...seen, value];
    const entries = keys.map((key) => {
      const own = Object.getOwnPropertyDescriptor(value, key);
      if (own?.get) return `${keyText(key)}: [Getter${own.set ? '/Setter' : ''}]`;
      if (own?.set) return `${keyText(key)}: [Setter]`;
      return `${keyText(key)}: ${show(value[key], options, depth + 1, next)}`;
    });
    const prefix = head !== null ? head + ' ' : name === null ? '[Object: null prototype] ' : name === undefined || name === 'Object' ? '' : `${name} `;
    return braces('{', entries, '}', prefix, depth);
  }

  function braces(open, entries, close, prefix, depth, grouped) {
    if (entries.length === 0) return `${prefix}${open}${close}`;
    const indent = '  '.repeat(depth + 1);
    const total = entries.reduce((sum, entry) => sum + entry.length + 2, 0) + prefix.length;
    if (total <= 72 && entries.every((entry) => !entry.includes('\n'))) return `${prefix}${open} ${entries.join(', ')} ${close}`;
    if (grouped && entries.every((entry) => entry.length <= 6)) {
      const rows = [];
      for (let i = 0; i < entries.length; i += 12) rows.push(entries.slice(i, i + 12).join(', '));
      return `${prefix}${open}\n${indent}${rows.join(`,\n${indent}`)}\n${'  '.repeat(depth)}${close}`;
    }
    return `${prefix}${open}\n${indent}${entries.join(`,\n${indent}`)}\n${'  '.repeat(depth)}${close}`;
  }

  const inspect = (value, options) => {
    const depth = options?.depth === null ? Infinity : options?.depth ?? 2;
    return show(value, { ...options, depth, top: false }, 0, []);
  };
  inspect.custom = Symbol.for('nodejs.util.inspect.custom');

  const format = (...parts) => {
    let at = 0;
    let text = '';
    if (typeof parts[0] === 'string') {
      at = 1;
      text = parts[0].replace(/%[sdifjoOc%]/g, (mark) => {
        if (mark === '%%') return '%';
        if (at >= parts.length) return mark;
        const value = parts[at];
        at += 1;
        switch (mark) {
          case '%s': return typeof value === 'string' ? value : typeof value === 'object' && value !== null ? inspect(value, { depth: 0 }) : inspect(value);
          case '%d': return typeof value === 'bigint' ? `${value}n` : String(Number(value));
          case '%i': return String(parseInt(value, 10));
          case '%f': return String(parseFloat(value));
          case '%j': try { return JSON.stringify(value); } catch { return '[Circular]'; }
          case '%c': return '';
          default: return inspect(value, { depth: mark === '%o' ? 4 : 2 });
        }
      });
    }
    const rest = parts.slice(at).map((value) => (typeof value === 'string' ? value : inspect(value)));
    return typeof parts[0] === 'string' ? [text, ...rest].join(' ') : rest.join(' ');
  };
  return { inspect, format };
})
