// `node:path`, always POSIX.
(function (host, core) {
  'use strict';
  const normal = (path) => {
    const parts = [];
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue;
      if (part === '..' && parts.length && parts[parts.length - 1] !== '..') parts.pop();
      else if (part !== '..' || !path.startsWith('/')) parts.push(part);
    }
    const text = (path.startsWith('/') ? '/' : '') + parts.join('/');
    return (text || (path.startsWith('/') ? '/' : '.')) + (path.endsWith('/') && text !== '/' && text !== '' ? '/' : '');
  };
  const path = {
    sep: '/', delimiter: ':', normalize: normal,
    join: (...parts) => normal(parts.filter((part) => part !== '').join('/') || '.'),
    resolve: (...parts) => { let full = ''; for (const part of ['/var/task', ...parts]) full = part.startsWith('/') ? part : `${full}/${part}`; const text = normal(full); return text.length > 1 ? text.replace(/\/$/, '') : text; },
    isAbsolute: (text) => text.startsWith('/'),
    basename: (text, end = '') => { const name = text.replace(/\/+$/, '').split('/').pop(); return end && name !== end && name.endsWith(end) ? name.slice(0, -end.length) : name; },
    dirname: (text) => { const at = text.replace(/\/+$/, '').lastIndexOf('/'); return at < 0 ? '.' : at === 0 ? '/' : text.slice(0, at); },
    extname: (text) => { const name = path.basename(text); const at = name.lastIndexOf('.'); return at <= 0 ? '' : name.slice(at); },
    parse: (text) => { const base = path.basename(text); const ext = path.extname(text); return { root: text.startsWith('/') ? '/' : '', dir: path.dirname(text) === '.' ? '' : path.dirname(text), base, ext, name: ext ? base.slice(0, -ext.length) : base }; },
    format: (parts) => `${parts.dir ? parts.dir + '/' : parts.root ?? ''}${parts.base ?? (parts.name ?? '') + (parts.ext ?? '')}`,
    relative: (from, to) => {
      const [a, b] = [path.resolve(from).split('/'), path.resolve(to).split('/')];
      let same = 0;
      while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
      return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
    },
  };
  path.posix = path;
  return path;
})
