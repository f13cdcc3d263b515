import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
import { SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs';

const sns = new SNSClient({});
const sqs = new SQSClient({});

export const handler = async (event) => {
  const messages = event.Records.map(({ Sns }) => ({ id: Sns.MessageId, at: new Date(Sns.Timestamp), ...JSON.parse(Sns.Message) }));
  const results = await Promise.allSettled([
    ...messages.map((message) =>
      sns.send(new PublishCommand({
        TopicArn: process.env.TOPIC_ARN,
        Message: JSON.stringify(message),
        MessageAttributes: { kind: { DataType: 'String', StringValue: message.kind ?? 'unknown' } },
      }))),
    sqs.send(new SendMessageBatchCommand({
      QueueUrl: process.env.QUEUE_URL,
      Entries: messages.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) })),
    })),
  ]);
  const failed = results.filter(({ status }) => status === 'rejected');
  for (const { reason } of failed) console.error(reason.name, reason.$metadata?.httpStatusCode);
  return { published: results.length - failed.length, failed: failed.length };
};
