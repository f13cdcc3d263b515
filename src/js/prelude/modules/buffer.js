// `node:buffer`.
(function (host, core) {
  'use strict';
  const { Buffer, atob, btoa } = core.part('bytes');
  return { Buffer, atob, btoa, constants: { MAX_LENGTH: 2 ** 32, MAX_STRING_LENGTH: 2 ** 29 - 24 }, kMaxLength: 2 ** 32 };
})
