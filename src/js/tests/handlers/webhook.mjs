import { createHmac, timingSafeEqual } from 'node:crypto';
import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({});

const verify = (secret, body, signature) => {
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
};

export const handler = async (event) => {
  const body = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
  const signature = event.headers['x-hub-signature-256'] ?? '';
  if (!verify(process.env.SECRET ?? 'secret', body, signature)) return { statusCode: 401, body: 'bad signature' };
  const reply = await fetch('https://api.partner.example/v1/orders', { method: 'POST', body, headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(2000) });
  if (!reply.ok) throw new Error(`partner answered ${reply.status}`);
  const { id } = await reply.json();
  const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: 'score', Payload: Buffer.from(JSON.stringify({ id })) }));
  const score = JSON.parse(Buffer.from(Payload));
  return { statusCode: FunctionError ? 502 : 200, body: JSON.stringify({ id, score }) };
};
