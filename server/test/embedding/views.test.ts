import { beforeAll, expect, test } from 'vitest';
import { createPerson, signIn } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const HOSTS = ['https://product.example', 'https://app.product.example:8443'];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_HOST_ORIGINS: HOSTS.join(',') } });
  return () => server.close();
});

test.each(['catalog', 'installed', 'settings', 'activity'])(
  'the document of the view %s may be framed by the host alone, and knows no cookie',
  async (view) => {
    const browser = await signIn(server, (await createPerson(server)).id);
    const answer = await browser.get(`/embed/views/${view}?space=1`);
    expect(answer.status).toBe(200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors ${HOSTS.join(' ')};`);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('x-frame-options')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.text).toContain(
      `<meta name="plugboard-host-origins" content="${HOSTS.join(' ')}">`,
    );
    const anonymous = await fetch(`${server.url}/embed/views/${view}?space=1`);
    expect(await anonymous.text()).toBe(answer.text);
  },
);

test('where no page of a host may show it, nobody may', async () => {
  const alone = await startTestServer();
  const answer = await fetch(`${alone.url}/embed/views/catalog`);
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  await alone.close();
});

test('there are no other views', async () => {
  for (const view of ['everything', 'constructor', '__proto__', 'catalog%00']) {
    const answer = await fetch(`${server.url}/embed/views/${view}`);
    expect([view, answer.status < 500 && answer.status >= 400]).toEqual([view, true]);
  }
});
