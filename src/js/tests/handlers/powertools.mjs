import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const logger = new Logger();
const metrics = new Metrics();
const tracer = new Tracer();
const client = tracer.captureAWSv3Client(new DynamoDBClient({}));

export const handler = async (event, context) => {
  logger.addContext(context);
  metrics.captureColdStartMetric();
  const segment = tracer.getSegment();
  const subsegment = segment.addNewSubsegment(`## ${process.env._HANDLER}`);
  tracer.setSegment(subsegment);
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  try {
    const { Attributes } = await client.send(new UpdateItemCommand({
      TableName: process.env.TABLE, Key: { id: { S: event.id } }, UpdateExpression: 'ADD hits :one',
      ExpressionAttributeValues: { ':one': { N: '1' } }, ReturnValues: 'UPDATED_NEW',
    }));
    metrics.addMetric('hit', MetricUnit.Count, 1);
    logger.info('counted', { hits: Attributes.hits.N });
    return { hits: Number(Attributes.hits.N) };
  } catch (error) {
    tracer.addErrorAsMetadata(error);
    logger.error('not counted', error);
    throw error;
  } finally {
    subsegment.close();
    tracer.setSegment(segment);
    metrics.publishStoredMetrics();
  }
};
