// `node:fs`: `/tmp` can be written, the package can be read.
(function (host, core) {
  'use strict';
  const { Buffer, asBytes, asText } = core.part('bytes');
  const codes = { ENOENT: 'no such file or directory', EROFS: 'read-only file system', ENOSPC: 'no space left on device', EEXIST: 'file already exists' };
  const fsError = (code, call, path) => Object.assign(new Error(`${code}: ${codes[code]}, ${call} '${path}'`), { code, syscall: call, path, errno: -2 });
  const place = (path) => core.builtin('path').resolve(path instanceof Object ? path.pathname ?? String(path) : String(path));
  const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);
  const inTmp = (path) => path.startsWith('/tmp/');
  const fs = {
    readFileSync(path, options) {
      const full = place(path);
      const bytes = host.read(full);
      if (bytes === undefined) throw fsError('ENOENT', 'open', path);
      const buffer = Buffer.from(bytes);
      return encodingOf(options) ? buffer.toString(encodingOf(options)) : buffer;
    },
    writeFileSync(path, data, options) {
      const full = place(path);
      if (!inTmp(full)) throw fsError('EROFS', 'open', path);
      const bytes = typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : asBytes(data);
      if (!host.save(full, asText(bytes))) throw fsError('ENOSPC', 'write', path);
    },
    appendFileSync(path, data, options) {
      const before = fs.existsSync(path) ? fs.readFileSync(path) : Buffer.alloc(0);
      const after = typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : asBytes(data);
      fs.writeFileSync(path, Buffer.concat([before, after]));
    },
    existsSync: (path) => { const full = place(path); return full === '/tmp' || host.read(full) !== undefined || host.list().some((known) => known.startsWith(full + '/')); },
    unlinkSync(path) { if (!inTmp(place(path))) throw fsError('EROFS', 'unlink', path); if (!host.remove(place(path))) throw fsError('ENOENT', 'unlink', path); },
    rmSync(path, options) {
      const full = place(path);
      const doomed = host.list().filter((known) => known === full || (options?.recursive && known.startsWith(full + '/')));
      if (doomed.length === 0 && !options?.force) throw fsError('ENOENT', 'rm', path);
      doomed.forEach((known) => host.remove(known));
    },
    mkdirSync(path) { if (!inTmp(place(path) + '/')) throw fsError('EROFS', 'mkdir', path); },
    readdirSync(path) {
      const folder = place(path).replace(/\/?$/, '/');
      const names = new Set(host.list().filter((known) => known.startsWith(folder)).map((known) => known.slice(folder.length).split('/')[0]));
      if (names.size === 0 && folder !== '/tmp/') throw fsError('ENOENT', 'scandir', path);
      return [...names].sort();
    },
    statSync(path) {
      const bytes = host.read(place(path));
      if (bytes === undefined && !fs.existsSync(path)) throw fsError('ENOENT', 'stat', path);
      return { size: bytes?.length ?? 0, isFile: () => bytes !== undefined, isDirectory: () => bytes === undefined };
    },
    copyFileSync(from, to) { fs.writeFileSync(to, fs.readFileSync(from)); },
    renameSync(from, to) { fs.copyFileSync(from, to); fs.unlinkSync(from); },
    accessSync(path) { if (!fs.existsSync(path)) throw fsError('ENOENT', 'access', path); },
    constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 },
  };
  fs.promises = {};
  for (const [name, run] of Object.entries(fs)) {
    if (!name.endsWith('Sync')) continue;
    const plain = name.slice(0, -4);
    fs.promises[plain] = async (...parts) => run(...parts);
    fs[plain] = (...parts) => {
      const done = parts.pop();
      let value;
      try { value = run(...parts); } catch (error) { setImmediate(done, error); return; }
      setImmediate(done, null, value);
    };
  }
  return fs;
})
