// login-flow: signs people up, confirms them and signs them in, with a password
// or by another provider. A second handler, login-flow.confirmed, is called by
// Cognito when somebody has been confirmed.

import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";

const pool = new CognitoIdentityProviderClient({});
const ClientId = process.env.CLIENT_ID ?? "shop-website";
const DOMAIN =
  process.env.LOGIN_DOMAIN ?? "https://shop.auth.us-east-1.amazoncognito.com";
const RETURN_TO = process.env.RETURN_TO ?? "https://shop.example/signed-in";

// ANCHOR: handler
export const handler = async (event) => {
  try {
    const route = routes[event.routeKey];
    return route
      ? await route(JSON.parse(event.body ?? "{}"), event)
      : reply(404, {});
  } catch (error) {
    // Wrong password, unknown code, name taken: the visitor's mistake.
    if (error.$fault !== "client") throw error;
    const isRefused = error.name === "NotAuthorizedException";
    return reply(isRefused ? 401 : 400, { error: error.name });
  }
};
// ANCHOR_END: handler

const signUp = async ({ email, password }) => {
  await pool.send(
    new SignUpCommand({ ClientId, Username: email, Password: password }),
  );
  return reply(202, { sentCodeTo: email });
};

const confirm = async ({ email, code }) => {
  await pool.send(
    new ConfirmSignUpCommand({
      ClientId,
      Username: email,
      ConfirmationCode: code,
    }),
  );
  return reply(200, { confirmed: email });
};

const signIn = async ({ email, password }) => {
  const { AuthenticationResult } = await pool.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  const { AccessToken, IdToken, RefreshToken, ExpiresIn } =
    AuthenticationResult;
  return reply(200, {
    accessToken: AccessToken,
    idToken: IdToken,
    refreshToken: RefreshToken,
    expiresIn: ExpiresIn,
  });
};

// The other provider asks for the password. Cognito sends the visitor back
// with a code that is good for tokens.
const signInElsewhere = async (_, { pathParameters: { provider } }) => {
  const names = { google: "Google", apple: "SignInWithApple" };
  const question = new URLSearchParams({
    identity_provider: names[provider] ?? provider,
    client_id: ClientId,
    response_type: "code",
    scope: "openid email",
    redirect_uri: RETURN_TO,
  });
  return {
    statusCode: 302,
    headers: { location: `${DOMAIN}/oauth2/authorize?${question}` },
  };
};

const routes = {
  "POST /sign-up": signUp,
  "POST /confirm": confirm,
  "POST /sign-in": signIn,
  "GET /sign-in/{provider}": signInElsewhere,
};

// ANCHOR: confirmed
const profiles = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const confirmed = async (event) => {
  const { sub, email } = event.request.userAttributes;
  const Item = { id: sub, email, since: new Date().toISOString() };
  await profiles.send(new PutCommand({ TableName: "profiles", Item }));
  return event; // Cognito wants its event back
};
// ANCHOR_END: confirmed

const reply = (statusCode, body) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

// What it answers:
//   events/login-flow.sign-up.json
//     → {"statusCode":202,…ada@example.com…}
//   events/login-flow.sign-in.json
//     → {"statusCode":200,…\"accessToken\":\"…}
//   events/login-flow.google.json
//     → {"statusCode":302,…identity_provider=Google…}
//   events/login-flow.wrong-password.json
//     → {"statusCode":401,…NotAuthorizedException…}
//   events/login-flow.cognito.json, handler=confirmed
//     → {…"PostConfirmation_ConfirmSignUp"…}
