// `@aws-sdk/s3-request-presigner`: an address with a signature of version 4.
(function (host, core) {
  'use strict';
  const { createHash, createHmac } = core.builtin('crypto');
  const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
  const getSignedUrl = async (client, command, { expiresIn = 900 } = {}) => {
    const { Bucket, Key } = command.input;
    const method = { GetObject: 'GET', PutObject: 'PUT', HeadObject: 'HEAD', DeleteObject: 'DELETE' }[command.$name];
    if (method === undefined) throw new Error(`no address can be signed for ${command.$name} here`);
    const { env } = core.process;
    const region = await client.config.region();
    const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const scope = `${at.slice(0, 8)}/${region}/s3/aws4_request`;
    const domain = `${Bucket}.s3.${region}.amazonaws.com`;
    const path = '/' + Key.split('/').map(encode).join('/');
    const query = Object.entries({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256', 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD', 'X-Amz-Credential': `${env.AWS_ACCESS_KEY_ID ?? 'ASIACOLDSTART'}/${scope}`,
      'X-Amz-Date': at, 'X-Amz-Expires': expiresIn, 'X-Amz-SignedHeaders': 'host', 'x-id': command.$name,
    }).map(([name, value]) => `${encode(name)}=${encode(String(value))}`).join('&');
    const request = [method, path, query, `host:${domain}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
    const toSign = ['AWS4-HMAC-SHA256', at, scope, createHash('sha256').update(request).digest('hex')].join('\n');
    const key = [at.slice(0, 8), region, 's3', 'aws4_request'].reduce((held, part) => createHmac('sha256', held).update(part).digest(), `AWS4${env.AWS_SECRET_ACCESS_KEY ?? 'coldstart'}`);
    return `https://${domain}${path}?${query}&X-Amz-Signature=${createHmac('sha256', key).update(toSign).digest('hex')}`;
  };
  return { getSignedUrl };
})
