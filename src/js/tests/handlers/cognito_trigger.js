const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { marshall } = require('@aws-sdk/util-dynamodb');
const ddb = new DynamoDBClient({ region: process.env.AWS_REGION });

exports.handler = async (event, context) => {
  if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp' || !event.request.userAttributes.sub) {
    console.log('Nothing was written to the table');
    return event;
  }
  const { sub, email } = event.request.userAttributes;
  const params = {
    TableName: process.env.TABLE,
    Item: marshall({ id: sub, email, username: event.userName, createdAt: new Date().toISOString(), logins: 0, verified: true }),
    ConditionExpression: 'attribute_not_exists(id)',
  };
  try {
    await ddb.send(new PutItemCommand(params));
    console.log('Success: everything executed correctly');
  } catch (err) {
    if (err.name !== 'ConditionalCheckFailedException') throw err;
    console.log('Profile exists already');
  }
  return event;
};
