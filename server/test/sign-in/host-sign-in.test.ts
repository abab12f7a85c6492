import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { authorizePath, registerClient } from '../oauth/authorization.ts';
import { createSpace } from '../support/plugins.ts';
import { portForLater } from '../support/port.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createPerson, visit } from './visitor.ts';

const NAVIGATION = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const COOKIE = 'session=a-session-of-yours';

let server: TestServer;
let hostPage: string;
beforeAll(async () => {
  const port = await portForLater();
  hostPage = `http://localhost:${port}/plugboard/sign-in`;
  server = await startTestServer({
    env: {
      PLUGBOARD_SIGN_IN_URL: `${hostPage}?from=plugins`,
      PLUGBOARD_BRAND_NAME: 'Front & Desk',
    },
  });
  return () => server.close();
});

/** The page of a host that the guide shows, for a product in which this user is signed in. */
async function startHost(userId: number): Promise<() => Promise<void>> {
  const guide = await readFile(new URL('../../../docs/host.md', import.meta.url), 'utf8');
  const [, shown = ''] = /```js\n(\/\/ sign-in\.mjs[\s\S]*?)```/.exec(guide) ?? [];
  expect(shown).toContain(', 12]');
  const code = shown.replace(', 12]', `, ${userId}]`);
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PLUGBOARD_URL: server.url,
      PLUGBOARD_HOST_KEY: server.hostKey,
      PORT: new URL(hostPage).port,
    },
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject())]);
  return async () => {
    child.kill();
    await ended;
  };
}

const hrefOf = (text: string): string =>
  /<a class="button primary wide" href="([^"]+)">/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';

test('somebody without a password is led through the page of the host, and on to what they came for', async () => {
  const person = await createPerson(server, { password: undefined });
  const spaceId = await createSpace(server);
  await server.api('PUT', `/platform/v1/spaces/${spaceId}/members/${person.id}`, { role: 'admin' });
  const plugin = await registerClient(server, { name: 'Greeter' });
  const path = authorizePath(plugin, { state: 'long'.repeat(1500) });
  expect(path.length).toBeGreaterThan(6000);
  const stop = await startHost(person.id);
  try {
    const visitor = visit(server);
    const sent = await visitor.get(path, NAVIGATION);
    const page = await visitor.get(sent.headers.get('location') as string);
    expect(page.text).toContain('>Continue with Front &amp; Desk</a>');
    const there = new URL(hrefOf(page.text));
    expect(there.origin + there.pathname).toBe(hostPage);
    expect([...there.searchParams.keys()]).toEqual(['from', 'return_to']);
    expect(there.searchParams.get('return_to')).toBe(path);

    const stranger = await fetch(there, { redirect: 'manual' });
    expect(stranger.headers.get('location')).toMatch(/^\/login\?next=/);
    const answer = await fetch(there, { redirect: 'manual', headers: { cookie: COOKIE } });
    expect(answer.status).toBe(303);
    const link = new URL(answer.headers.get('location') as string);
    const entered = await visitor.get(link.pathname, NAVIGATION);
    expect(entered.headers.get('location')).toBe(path);
    const consent = await visitor.get(path);
    expect(consent.text).toContain('Greeter asks for access');
  } finally {
    await stop();
  }
});

test('what is not a path of ours is not handed to the host', async () => {
  const target = async (path: string) => {
    const page = await visit(server).get(`/sign-in?return_to=${encodeURIComponent(path)}`);
    return new URL(hrefOf(page.text)).searchParams.get('return_to');
  };
  for (const path of [
    '//evil.test',
    'https://evil.test/',
    '/\\evil.test',
    `/${'a'.repeat(9000)}`,
  ]) {
    expect(await target(path)).toBe('/');
  }
  // What would be too long to come back is not sent out.
  expect(await target(`/${'ä'.repeat(2000)}`)).toBe('/');
  const longest = `/spaces?x=${'y'.repeat(8182)}`;
  expect(await target(longest)).toBe(longest);
  const person = await createPerson(server);
  const link = await server.api('POST', '/platform/v1/sign_in_links', {
    user_id: person.id,
    path: longest,
  });
  expect(link.status, link.text).toBe(201);
});

test('a link that was used up leads back to the host; a wrong password still says so', async () => {
  const gone = await visit(server).get('/sign-in/link/pbl_gone');
  expect(gone.status).toBe(410);
  expect(new URL(hrefOf(gone.text)).searchParams.get('return_to')).toBe('/spaces');
  const page = await visit(server).get('/sign-in');
  expect(page.text).toContain('<button class="wide">Sign in</button>');
  expect(page.text).not.toContain('No password?');
});
