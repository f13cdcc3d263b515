import { SFNClient, StartExecutionCommand, ExecutionAlreadyExists, DescribeExecutionCommand } from '@aws-sdk/client-sfn';

const sfn = new SFNClient({ maxAttempts: 5 });

export async function handler(event) {
  const name = `order-${event.orderId}`;
  try {
    const { executionArn, startDate } = await sfn.send(new StartExecutionCommand({
      stateMachineArn: process.env.STATE_MACHINE_ARN, name, input: JSON.stringify(event),
    }));
    return { executionArn, started: startDate.toISOString() };
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn: `arn:aws:states:::execution:${name}` }));
    return { executionArn: found.executionArn, status: found.status, again: true };
  }
}
