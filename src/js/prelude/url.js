// `URL` and `URLSearchParams`, for addresses with a host; names beyond ASCII stay as they are.
(function (host, core) {
  'use strict';
  const standard = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21' };
  const escaped = (text, kept) => String(text).replace(/[^]/gu, (letter) => (kept.test(letter) ? letter : encodeURIComponent(letter.isWellFormed() ? letter : '\ufffd')));
  const inPath = /[A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]|\\^]/;
  const inQuery = /[A-Za-z0-9\-._~!$&()*+,;=:@/%?[\]{}|\\^`]/;
  const inHash = /[A-Za-z0-9\-._~!$&'()*+,;=:@/%?[\]{}|\\^#]/;
  const formEncode = (text) => encodeURIComponent(String(text).toWellFormed()).replace(/%20/g, '+').replace(/[!'()~]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
  const formDecode = (text) => { const spaced = text.replace(/\+/g, ' '); try { return decodeURIComponent(spaced); } catch { return spaced; } };

  class URLSearchParams {
    #pairs = [];
    #changed;
    constructor(init = '', changed = undefined) {
      this.#changed = typeof changed === 'function' ? changed : () => {};
      if (typeof init === 'object' && init !== null) {
        if (typeof init[Symbol.iterator] === 'function') for (const [name, value] of init) this.#pairs.push([String(name), String(value)]);
        else for (const name of Object.keys(init)) this.#pairs.push([name, String(init[name])]);
      } else {
        for (const part of String(init).replace(/^\?/, '').split('&')) {
          if (part === '') continue;
          const at = part.indexOf('=');
          this.#pairs.push(at < 0 ? [formDecode(part), ''] : [formDecode(part.slice(0, at)), formDecode(part.slice(at + 1))]);
        }
      }
    }
    append(name, value) { this.#pairs.push([String(name), String(value)]); this.#changed(this); }
    delete(name, value) { this.#pairs = this.#pairs.filter(([known, held]) => known !== String(name) || (value !== undefined && held !== String(value))); this.#changed(this); }
    get(name) { return this.#pairs.find(([known]) => known === String(name))?.[1] ?? null; }
    getAll(name) { return this.#pairs.filter(([known]) => known === String(name)).map(([, value]) => value); }
    has(name, value) { return this.#pairs.some(([known, held]) => known === String(name) && (value === undefined || held === String(value))); }
    set(name, value) {
      const at = this.#pairs.findIndex(([known]) => known === String(name));
      if (at < 0) this.#pairs.push([String(name), String(value)]);
      else { this.#pairs[at][1] = String(value); this.#pairs = this.#pairs.filter(([known], i) => i <= at || known !== String(name)); }
      this.#changed(this);
    }
    sort() { this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)); this.#changed(this); }
    forEach(run, self) { for (const [name, value] of this.#pairs) run.call(self, value, name, this); }
    * entries() { for (const [name, value] of this.#pairs) yield [name, value]; }
    * keys() { for (const [name] of this.#pairs) yield name; }
    * values() { for (const [, value] of this.#pairs) yield value; }
    [Symbol.iterator]() { return this.entries(); }
    get size() { return this.#pairs.length; }
    toString() { return this.#pairs.map(([name, value]) => `${formEncode(name)}=${formEncode(value)}`).join('&'); }
    [Symbol.for('nodejs.util.inspect.custom')]() { return `URLSearchParams { ${this.#pairs.map(([name, value]) => `'${name}' => '${value}'`).join(', ')} }`; }
  }

  const whole = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/;
  const invalid = (input) => Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input });
  // Resolves `.` and `..`.
  const tidy = (path) => {
    const parts = [];
    const given = path.split('/').slice(1);
    given.forEach((part, i) => {
      const last = i === given.length - 1;
      if (part === '..') { parts.pop(); if (last) parts.push(''); } else if (part === '.') { if (last) parts.push(''); } else parts.push(part);
    });
    return '/' + parts.join('/');
  };
  class URL {
    #parts;
    #params;
    constructor(input, base) {
      const text = String(input).trim();
      let found = whole.exec(text);
      if (found === null) {
        if (base === undefined) throw invalid(text);
        const from = new URL(base);
        const root = `${from.protocol}//${from.username ? `${from.username}${from.password ? ':' + from.password : ''}@` : ''}${from.host}`;
        const joined = text.startsWith('//') ? from.protocol + text
          : text.startsWith('/') ? root + text
            : text.startsWith('?') ? root + from.pathname + text
              : text.startsWith('#') ? root + from.pathname + from.search + text
                : text === '' ? root + from.pathname + from.search : root + from.pathname.replace(/[^/]*$/, '') + text;
        found = whole.exec(joined);
      }
      const [, scheme, user, name, port, path, search, hash] = found ?? [];
      if (scheme === undefined) throw invalid(text);
      const protocol = scheme.toLowerCase() + ':';
      const special = protocol in standard;
      if ((special && !name) || Number(port || 0) > 65535 || (special && /[\s<>^|%]/.test(name))) throw invalid(text);
      const at = user === undefined ? -1 : user.indexOf(':');
      this.#parts = {
        protocol, username: user === undefined ? '' : at < 0 ? user : user.slice(0, at), password: at < 0 ? '' : user.slice(at + 1),
        hostname: name === undefined ? '' : special ? name.toLowerCase() : name, opaque: name === undefined,
        port: port && port !== standard[protocol] ? String(Number(port)) : '',
        pathname: name === undefined ? path : escaped(special ? tidy(path.replace(/\\/g, '/') || '/') : path, inPath),
        search: !search || search === '?' ? '' : escaped(search, inQuery), hash: !hash || hash === '#' ? '' : escaped(hash, inHash),
      };
    }
    static canParse(input, base) { try { new URL(input, base); return true; } catch { return false; } }
    static parse(input, base) { try { return new URL(input, base); } catch { return null; } }
    get protocol() { return this.#parts.protocol; }
    set protocol(text) { this.#parts.protocol = String(text).replace(/:?$/, ':'); }
    get username() { return this.#parts.username; }
    set username(text) { this.#parts.username = escaped(text, /[\w\-.~]/); }
    get password() { return this.#parts.password; }
    set password(text) { this.#parts.password = escaped(text, /[\w\-.~]/); }
    get hostname() { return this.#parts.hostname; }
    set hostname(text) { this.#parts.hostname = String(text).toLowerCase(); }
    get port() { return this.#parts.port; }
    set port(text) { this.#parts.port = String(text) === standard[this.#parts.protocol] ? '' : String(text); }
    get host() { return this.#parts.hostname + (this.#parts.port ? ':' + this.#parts.port : ''); }
    set host(text) { const [name, port = ''] = String(text).split(':'); this.hostname = name; this.port = port; }
    get origin() { return this.#parts.protocol in standard ? `${this.protocol}//${this.host}` : 'null'; }
    get pathname() { return this.#parts.pathname; }
    set pathname(text) { this.#parts.pathname = escaped(tidy(String(text).replace(/^\/?/, '/')), inPath); }
    get search() { return this.#parts.search; }
    set search(text) { const plain = String(text).replace(/^\?/, ''); this.#parts.search = plain ? '?' + escaped(plain, inQuery) : ''; this.#params = undefined; }
    get hash() { return this.#parts.hash; }
    set hash(text) { const plain = String(text).replace(/^#/, ''); this.#parts.hash = plain ? '#' + escaped(plain, inHash) : ''; }
    get searchParams() {
      this.#params ??= new URLSearchParams(this.#parts.search, (changed) => { const text = changed.toString(); this.#parts.search = text ? '?' + text : ''; });
      return this.#params;
    }
    get href() {
      const { protocol, username, password, pathname, search, hash, opaque } = this.#parts;
      return `${protocol}${opaque ? '' : '//'}${username ? `${username}${password ? ':' + password : ''}@` : ''}${this.host}${pathname}${search}${hash}`;
    }
    toString() { return this.href; }
    toJSON() { return this.href; }
    [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
      const { href, origin, protocol, username, password, hostname, port, pathname, search, searchParams, hash } = this;
      return 'URL ' + core.inspect({ href, origin, protocol, username, password, host: this.host, hostname, port, pathname, search, searchParams, hash }, options);
    }
  }
  return { URL, URLSearchParams };
})
