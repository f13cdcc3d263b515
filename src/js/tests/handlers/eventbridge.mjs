import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { randomUUID } from "crypto";

const client = new EventBridgeClient();

export const handler = async (event) => {
  const entries = Array.from({ length: event.count ?? 1 }, (_, i) => ({
    Source: "custom.orders",
    DetailType: "OrderPlaced",
    EventBusName: process.env.BUS ?? "default",
    Time: new Date(),
    Detail: JSON.stringify({ orderId: randomUUID(), position: i }),
  }));
  const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: entries }));
  if (FailedEntryCount > 0) {
    const codes = Entries.filter((e) => e.ErrorCode).map((e) => e.ErrorCode);
    throw new Error(`${FailedEntryCount} events were not accepted: ${codes.join(", ")}`);
  }
  return Entries.map((e) => e.EventId);
};
