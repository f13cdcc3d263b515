// `@aws-sdk/client-…`: one of the table's clients.
(function (host, core, name) {
  'use strict';
  const sdk = core.part('sdk');
  return sdk.strict(name, sdk.client(JSON.parse(host.client(name))));
})
