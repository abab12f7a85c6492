import type { BrowserContextOptions, Page } from 'playwright-core';
import { sharedBrowser } from '../../../server/test/support/browser.ts';
import { addMember, createPerson, signIn } from '../../../server/test/support/people.ts';
import { portForLater } from '../../../server/test/support/port.ts';
import { startTestServer, type TestServer } from '../../../server/test/support/server.ts';

/** A server whose pages a browser can use: it is where its public address says. */
export async function startForBrowsers({
  host = '127.0.0.1',
  env,
  ...options
}: Parameters<typeof startTestServer>[0] & { host?: string } = {}): Promise<TestServer> {
  const port = await portForLater();
  const place = { PORT: `${port}`, PUBLIC_URL: `http://${host}:${port}` };
  return startTestServer({ ...options, env: { ...place, ...env } });
}

/** An empty page of a browser in which somebody is signed in; paths are those of the server. */
export async function signedIn(
  server: TestServer,
  userId: number,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const baseURL = server.config.publicUrl;
  const { cookies } = await signIn(server, userId);
  const browser = await sharedBrowser();
  const context = await browser.newContext({ locale: 'en', baseURL, ...options });
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: baseURL })));
  return context.newPage();
}

/** Opens a page below `/spaces/{id}` as a new person there. */
export async function openAs(
  { server, spaceId }: { server: TestServer; spaceId: number },
  role: 'admin' | 'member',
  path: string,
  options?: BrowserContextOptions,
): Promise<Page> {
  const { id } = await createPerson(server, { friendly_name: `An ${role}` });
  await addMember(server, spaceId, id, role);
  const page = await signedIn(server, id, options);
  await page.goto(`/spaces/${spaceId}${path}`);
  return page;
}

/** Notes what a browser complains of on a page, such as an error of a script or a style that the policy forbids. */
export function noteComplaints(page: Page, complaints: string[], expected: RegExp): void {
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) {
      complaints.push(message.text());
    }
  });
}
