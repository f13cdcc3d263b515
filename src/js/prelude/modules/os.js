// `node:os`.
(function (host, core) {
  'use strict';
  const { process } = core;
  const memory = process.memoryUsage.rss();
  return {
    EOL: '\n', platform: () => 'linux', type: () => 'Linux', release: () => '5.10', arch: () => process.arch, endianness: () => 'LE',
    tmpdir: () => '/tmp', homedir: () => '/home/sbx_user1051', hostname: () => '169.254.0.1', cpus: () => [{ model: 'vCPU', speed: 2500 }, { model: 'vCPU', speed: 2500 }],
    availableParallelism: () => 2, totalmem: () => memory, freemem: () => 0, uptime: () => process.uptime(), loadavg: () => [0, 0, 0], networkInterfaces: () => ({}),
  };
})
