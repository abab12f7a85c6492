import { beforeAll, expect, test } from 'vitest';
import {
  CLIENT,
  type IdentityProvider,
  startIdentityProvider,
} from '../sign-in/identity-provider.ts';
import { createPerson, visit } from '../sign-in/visitor.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { toldBy } from './log.ts';

let server: TestServer;
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider('http://plugboard.test/sign-in/oidc/callback');
  server = await startTestServer({
    env: {
      PLUGBOARD_OIDC_ISSUER: provider.issuer,
      PLUGBOARD_OIDC_CLIENT_ID: CLIENT.id,
      PLUGBOARD_OIDC_CLIENT_SECRET: CLIENT.secret,
    },
  });
  return async () => {
    await server.close();
    await provider.close();
  };
});

async function comeAs(account: string): Promise<number> {
  const visitor = visit(server);
  const begun = await visitor.get('/sign-in/oidc');
  const callback = await provider.visit(begun.headers.get('location') as string, account);
  const { pathname, search } = new URL(callback);
  return (await visitor.get(pathname + search)).status;
}

const actionsOf = async (account: string, status: number) => {
  const told = await toldBy(server, async () => expect(await comeAs(account)).toBe(status));
  return told.map(({ action, actor }) => `${action} by ${actor.kind}`);
};

test('who comes through the provider is told: made, known again, linked, and refused', async () => {
  provider.accounts.new = { email: 'new@plugboard.test', email_verified: true };
  expect(await actionsOf('new', 303)).toEqual([
    'user.created by system',
    'session.started by user',
  ]);
  expect(await actionsOf('new', 303)).toEqual(['session.started by user']);

  const { email } = await createPerson(server);
  provider.accounts.own = { email, email_verified: true };
  expect(await actionsOf('own', 303)).toEqual([
    'user.updated by system',
    'session.started by user',
  ]);
  provider.accounts.other = { email, email_verified: true };
  expect(await actionsOf('other', 403)).toEqual(['session.refused by system']);
});
