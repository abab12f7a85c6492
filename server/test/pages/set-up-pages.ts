import type { Page } from 'playwright-core';
import { setUpWith } from '../installs/setup/scene.ts';
import { addMember, signIn } from '../support/people.ts';
import { createSpace, createUser } from '../support/plugins.ts';
import { startReceiver } from '../support/receiver.ts';
import { send, type TestServer } from '../support/server.ts';

/** How a browser comes to a page; the person is an admin of the space. */
type Visit = (page: Page, person: { id: number }) => Promise<unknown>;

// Not the page of a window that went on, and none that asks anything.
const NEITHER = 'main:not(:has([data-outcome], form))';

/** Who begins the step whose window comes back. */
type Beginner = 'host' | 'this session' | 'another session' | 'a colleague';

/**
 * The pages at which the windows of set-up steps come back.
 *
 * @param longest every name and message is as long as it can be.
 */
export function setUpPages(server: () => TestServer, longest = false): Record<string, Visit> {
  const long = (text: string, length: number) =>
    longest ? text.repeat(length).slice(0, length) : text;
  const message = long('This_account_is_closed', 1000);
  const good = { status: 200, body: '{}' };
  const bad = { status: 412, body: { message } };

  /** A window that comes back at this moment, in a browser where the person is signed in. */
  const comesBack =
    (beginner: Beginner, shows: string, answer: { status: number; body: unknown } = good): Visit =>
    async (page, person) => {
      const plugin = await startReceiver(answer);
      const spaceId = await createSpace(server(), { name: long('Ünïcödeسلام', 200) });
      await addMember(server(), spaceId, person.id);
      const step = {
        type: 'popup',
        title: long('Choose_an_account', 200),
        content_url: 'https://plugin.example/choose',
        validation_url: `${plugin.url}/chosen`,
      } as const;
      const manifest = { name: long('أهلا👋', 100) };
      const { id } = await setUpWith(server(), [step], { manifest, install: { spaceId } });
      const [cookies, state] = await begin(id, person.id, beginner);
      const all = [...cookies].map(([name, value]) => ({ name, value, url: server().url }));
      await page.context().addCookies(all);
      // Whether a window that is done with closes is not for these tests, which look at it.
      await page.addInitScript('window.close = () => {}');
      await page.goto(`/set-up/callback?state=${state}&account=7`);
      await page.locator(shows).first().waitFor({ state: 'attached' });
      await plugin.close();
    };

  async function begin(installId: number, personId: number, beginner: Beginner) {
    const { cookies } = await signIn(server(), personId);
    const colleague = beginner === 'a colleague' ? await createColleague(installId) : personId;
    const path = `${server().url}/platform/v1/installs/${installId}/setup/0/start`;
    const by = beginner === 'this session' ? cookies : (await signIn(server(), colleague)).cookies;
    const who =
      beginner === 'host'
        ? { authorization: `Bearer ${server().hostKey}` }
        : {
            cookie: [...by].map(([name, value]) => `${name}=${value}`).join('; '),
            origin: server().config.publicUrl,
          };
    const { body, text } = await send(path, 'POST', undefined, who);
    if (body?.url === undefined) throw new Error(text);
    return [cookies, new URL(body.url).searchParams.get('state')] as const;
  }

  async function createColleague(installId: number): Promise<number> {
    const { body } = await server().api('GET', `/platform/v1/installs/${installId}`);
    const id = await createUser(server());
    await addMember(server(), body.space_id, id);
    return id;
  }

  return {
    'set-up-confirm': comesBack('host', 'form button'),
    'set-up-done': comesBack('this session', '[data-outcome=done]'),
    'set-up-failed': comesBack('this session', '[data-outcome=failed]', bad),
    'set-up-another-session': comesBack('another session', NEITHER),
    'set-up-somebody-else': comesBack('a colleague', NEITHER),
    'set-up-unknown': (page) => page.goto('/set-up/callback?state=pbw_nobodys'),
  };
}
