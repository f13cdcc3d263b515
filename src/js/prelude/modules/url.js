// `node:url`.
(function (host, core) {
  'use strict';
  const { URL, URLSearchParams } = core.part('url');
  const parse = (text, withQuery) => {
    let url;
    try { url = new URL(text); } catch { url = null; }
    const rest = new URL(text, 'http://x');
    const search = rest.search || null;
    return {
      protocol: url?.protocol ?? null, slashes: url ? true : null, auth: url?.username || null, host: url?.host ?? null, port: url?.port || null,
      hostname: url?.hostname ?? null, hash: rest.hash || null, search, pathname: rest.pathname, path: rest.pathname + (search ?? ''), href: url?.href ?? text,
      query: withQuery ? core.builtin('querystring').parse(rest.search.slice(1)) : search?.slice(1) ?? null,
    };
  };
  return {
    URL, URLSearchParams, parse,
    format: (url) => (typeof url === 'string' || url instanceof URL ? String(url) : `${url.protocol ?? ''}${url.slashes || url.host || url.hostname ? '//' : ''}${url.host ?? url.hostname ?? ''}${url.pathname ?? ''}${url.search ?? ''}${url.hash ?? ''}`),
    resolve: (from, to) => new URL(to, from).href,
    fileURLToPath: (url) => decodeURIComponent(new URL(url).pathname),
    pathToFileURL: (path) => new URL(`file:///${path.replace(/^\//, '')}`),
  };
})
