import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SSMClient, GetParametersByPathCommand, paginateGetParametersByPath } from '@aws-sdk/client-ssm';

const secrets = new SecretsManagerClient({});
const ssm = new SSMClient({});
const cache = new Map();
const TTL_MS = 5 * 60 * 1000;

async function secret(id) {
  const hit = cache.get(id);
  if (hit && hit.expires > Date.now()) return hit.value;
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: id }));
  const value = JSON.parse(SecretString);
  cache.set(id, { value, expires: Date.now() + TTL_MS });
  return value;
}

const settings = {};
for await (const page of paginateGetParametersByPath({ client: ssm }, { Path: '/app/' })) {
  for (const { Name, Value } of page.Parameters) settings[Name.split('/').at(-1)] = Value;
}

export const handler = async () => {
  const { username } = await secret('prod/db');
  return { username, settings, cached: cache.size };
};
