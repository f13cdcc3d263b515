// CommonJS.
(function (host, core) {
  'use strict';
  const loaded = new Map();
  const requireFrom = (base) => {
    const require = (name) => {
      if (typeof name !== 'string') throw Object.assign(new TypeError(`The "id" argument must be of type string. Received ${core.inspect(name)}`), { code: 'ERR_INVALID_ARG_TYPE' });
      const builtin = core.builtin(name);
      if (builtin !== undefined) return builtin;
      const path = host.resolve(base, name);
      if (path !== undefined && path !== null) return core.requireFile(path);
      const stack = [`/var/task/${base}`];
      const words = host.missing(name) ?? `Cannot find module '${name}'\nRequire stack:\n- ${stack[0]}`;
      throw Object.assign(new Error(words), { code: 'MODULE_NOT_FOUND', requireStack: stack });
    };
    require.resolve = (name) => `/var/task/${host.resolve(base, String(name)) ?? name}`;
    require.cache = {};
    return require;
  };
  core.requireFrom = requireFrom;
  core.requireFile = (path) => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {}, id: path, filename: `/var/task/${path}`, loaded: false, children: [], paths: [] };
    loaded.set(path, module);
    try {
      if (path.endsWith('.json')) { module.exports = JSON.parse(host.source(path)); return module.exports; }
      const run = host.compile(path);
      const folder = module.filename.replace(/\/[^/]*$/, '');
      run.call(module.exports, module.exports, requireFrom(path), module, module.filename, folder);
    } catch (error) {
      loaded.delete(path);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  };
})
