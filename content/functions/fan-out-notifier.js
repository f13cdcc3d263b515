// fan-out-notifier: announces each change of the orders table once; whoever
// wants to hear of it subscribes to the topic.

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

const sns = new SNSClient({});
const TopicArn =
  process.env.TOPIC_ARN ?? "arn:aws:sns:us-east-1:123456789012:orders";

// ANCHOR: handler
export const handler = async (event) => {
  for (const { eventID, eventName, dynamodb } of event.Records) {
    const type = eventName === "INSERT" ? "order-placed" : "order-changed";
    const Message = JSON.stringify({
      id: eventID,
      type,
      orderId: dynamodb.Keys.id.S,
    });
    // Mail, stock and statistics each get a copy, or what a filter on `type`
    // leaves of it.
    const MessageAttributes = {
      type: { DataType: "String", StringValue: type },
    };
    try {
      await sns.send(
        new PublishCommand({ TopicArn, Message, MessageAttributes }),
      );
    } catch {
      // A stream is read in order: it goes on here, at this record.
      return {
        batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }],
      };
    }
  }
  return { batchItemFailures: [] };
};
// ANCHOR_END: handler

// What it answers:
//   events/fan-out-notifier.dynamodb.json
//     → {"batchItemFailures":[]}
