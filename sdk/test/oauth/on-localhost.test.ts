import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeListener } from '@plugboard/sdk/node';
import { createOAuth } from '@plugboard/sdk/oauth';
import { expect, test } from 'vitest';
import { createVisitor, registerClient } from '../../../server/test/oauth/authorization.ts';
import { sharedBrowser } from '../../../server/test/support/browser.ts';
import { installPlugin } from '../../../server/test/support/plugins.ts';
import { portForLater } from '../../../server/test/support/port.ts';
import { startTestServer } from '../../../server/test/support/server.ts';

test('on a laptop all of it works over http://localhost', async () => {
  const port = await portForLater();
  const url = `http://localhost:${port}`;
  const server = await startTestServer({ env: { PORT: `${port}`, PUBLIC_URL: url } });
  const listening = createServer();
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  const own = `http://localhost:${(listening.address() as AddressInfo).port}`;
  const redirectUri = `${own}/oauth/callback`;
  const plugin = await registerClient(server, { oauth_redirect_uri: redirectUri });
  const oauth = createOAuth({
    baseUrl: url,
    clientId: plugin.clientId,
    secret: plugin.clientSecret,
    redirectUri,
  });
  const pages = async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/oauth/callback') return oauth.callback(request);
    if (pathname === '/sign-out') return oauth.signOut(request, { returnTo: '/bye' });
    if (pathname !== '/app') return new Response('Bye');
    const session = await oauth.session(request);
    if (session === null) return oauth.authorize(request, { returnTo: '/app' });
    const html = `<p>Hello, ${session.user.friendlyName}</p>
      <form method="post" action="/sign-out"><button>Sign out</button></form>`;
    return session.commit(new Response(html, { headers: { 'content-type': 'text/html' } }));
  };
  listening.on('request', toNodeListener(pages, { origin: own }));

  const visitor = await createVisitor(server);
  await installPlugin(server, plugin, visitor.spaceId);
  const context = await (await sharedBrowser()).newContext();
  try {
    const page = await context.newPage();
    const link = await server.api('POST', '/platform/v1/sign_in_links', {
      user_id: visitor.person.id,
      path: '/spaces',
    });
    await page.goto(link.body.url);
    await page.goto(`${own}/app`);
    await page.locator('button[value=allow]').click();
    await page.waitForURL(`${own}/app`);
    await page.getByText(`Hello, ${visitor.person.friendlyName}`).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${own}/bye`);
    const left = (await context.cookies(own)).map(({ name }) => name);
    expect(left.filter((name) => name.startsWith('__Host-plugboard_'))).toEqual([]);
  } finally {
    await context.close();
    listening.close();
    listening.closeAllConnections();
    await server.close();
  }
});
