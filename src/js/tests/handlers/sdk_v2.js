const AWS = require('aws-sdk');
const docClient = new AWS.DynamoDB.DocumentClient();

exports.handler = async (event) => docClient.get({ TableName: process.env.TABLE, Key: { id: event.id } }).promise();
