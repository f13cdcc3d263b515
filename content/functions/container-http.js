// The pages of orders-api, served by a process that listens all day.

import { createServer } from "node:http";
import { handler } from "./orders-api.js";

const ROUTES = [
  [/^\/orders$/, "/orders"],
  [/^\/orders\/(?<id>[^/]+)$/, "/orders/{id}"],
];

export const serve = () => {
  const server = createServer(async (request, response) => {
    const { statusCode, headers, body } = await answer(request);
    response.writeHead(statusCode, headers).end(body);
  });
  server.listen(Number(process.env.PORT ?? 8080));
};

const answer = async (request) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const [found, name] =
    ROUTES.map(([path, name]) => [path.exec(pathname), name]).find(
      ([found]) => found,
    ) ?? [];
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const event = {
    routeKey: `${request.method} ${name}`,
    pathParameters: found?.groups,
    body: Buffer.concat(chunks).toString(),
  };
  return handler(event).catch((error) => ({
    statusCode: 500,
    body: error.message,
  }));
};
