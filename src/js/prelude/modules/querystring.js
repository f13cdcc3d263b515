// `node:querystring`.
(function (host, core) {
  'use strict';
  const escape = (text) => encodeURIComponent(String(text).toWellFormed());
  const unescape = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
  const parse = (text, between = '&', is = '=', options = {}) => {
    const made = Object.create(null);
    const plain = (part) => unescape(part.replace(/\+/g, ' '));
    for (const part of String(text).split(between).slice(0, options.maxKeys || 1000)) {
      if (part === '') continue;
      const at = part.indexOf(is);
      const [name, value] = at < 0 ? [plain(part), ''] : [plain(part.slice(0, at)), plain(part.slice(at + is.length))];
      if (name in made) made[name] = [].concat(made[name], value); else made[name] = value;
    }
    return made;
  };
  const primitive = (value) => (['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? escape(value) : '');
  const stringify = (object, between = '&', is = '=') => Object.entries(object ?? {})
    .flatMap(([name, value]) => [].concat(value).map((item) => `${escape(name)}${is}${primitive(item)}`)).join(between);
  return { parse, stringify, decode: parse, encode: stringify, escape, unescape };
})
