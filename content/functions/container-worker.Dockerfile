FROM public.ecr.aws/docker/library/node:22-slim
WORKDIR /app
RUN npm install @aws-sdk/client-sqs @aws-sdk/client-dynamodb @aws-sdk/lib-dynamodb
COPY package.json container-worker.js container-http.js queue-worker.js orders-api.js ./
CMD ["node", "container-worker.js"]
