import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addMember } from '../support/people.ts';
import { defineEventType, type TestPlugin } from '../support/plugins.ts';
import type { Answer } from '../support/server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  answerOf,
  authorizePath,
  boxesOf,
  consentForm,
  createVisitor,
  decide,
  exchange,
  letIn,
  registerClient,
  type Visitor,
} from './authorization.ts';

// What the admin of a space says on the consent page for everybody there.

const [READ, WRITE, PAY] = ['entries.read', 'entries.write', 'entries.pay'];
const [CHANGED, REMOVED] = ['entry_changed', 'entry_removed'];
const NEWS = 'A newer version of';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.api('PUT', `/platform/v1/scopes/${PAY}`, { description: `May use ${PAY}` });
  await defineEventType(server, CHANGED, { description: 'An entry changes' });
  await defineEventType(server, REMOVED, { description: 'An entry is <removed>' });
  return () => server.close();
});

let visitor: Visitor;
let plugin: TestPlugin;
beforeEach(async () => {
  visitor = await createVisitor(server);
  plugin = await registerClient(server, {
    scopes: [READ],
    optional_scopes: [WRITE],
    events: eventsOf(CHANGED),
  });
});

const eventsOf = (...names: string[]) =>
  names.map((name) => ({ name, url: `https://plugin.example.com/${name}` }));

const ask = (by = visitor, scope?: string): Promise<Answer> =>
  by.browser.get(authorizePath(plugin, { space_id: String(by.spaceId), scope }));

const scopeOf = async (answer: Answer): Promise<string> =>
  (await exchange(server, plugin, answerOf(answer).get('code') as string)).body.scope;

async function publish(change: object): Promise<void> {
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  const { body } = await server.api('GET', path);
  const published = await server.api('PUT', path, { ...body, ...change });
  expect(published.status, published.text).toBe(201);
}

const installsThere = async () =>
  (await server.api('GET', `/platform/v1/spaces/${visitor.spaceId}/installs`)).body.data;

async function permissions() {
  const [{ id }] = await installsThere();
  return (await server.api('GET', `/platform/v1/installs/${id}/permissions`)).body;
}

describe('optional scopes', () => {
  test('have a box each where the plugin is installed, and are granted where it is ticked', async () => {
    await publish({ optional_scopes: [WRITE, PAY] });
    const page = await ask();
    expect(Object.keys(boxesOf(page))).toEqual([WRITE, PAY]);
    expect(page.text).toContain(`May use ${PAY}`);
    expect(page.text).not.toContain('checked');
    expect(await scopeOf(await decide(visitor.browser, page, 'allow', [PAY]))).toBe(
      `${READ} ${PAY}`,
    );
    expect(await permissions()).toMatchObject({
      granted: [READ, PAY],
      events: [CHANGED],
      granted_by: visitor.person.id,
      pending: { scopes: [], events: [] },
    });
  });

  test('that are not ticked are not granted, and nobody is asked for them again', async () => {
    expect(await scopeOf(await decide(visitor.browser, await ask(), 'allow'))).toBe(READ);
    expect((await permissions()).granted).toEqual([READ]);
    expect((await ask()).status).toBe(303);
    expect((await ask(visitor, `${READ} ${WRITE}`)).status).toBe(303);
  });

  test('are asked of each user once they are granted', async () => {
    const colleague = await createVisitor(server);
    await addMember(server, visitor.spaceId, colleague.person.id, 'editor');
    await decide(visitor.browser, await ask(), 'allow', [WRITE]);
    const page = await ask({ ...colleague, spaceId: visitor.spaceId });
    expect(boxesOf(page)).toEqual({});
    expect(consentForm(page).fields.scope).toBe(`${READ} ${WRITE}`);
    expect(await scopeOf(await decide(colleague.browser, page, 'allow'))).toBe(`${READ} ${WRITE}`);
  });

  test('are those that were shown: another release, and the page is shown again', async () => {
    const page = await ask();
    await publish({ optional_scopes: [PAY] });
    const again = await decide(visitor.browser, page, 'allow', [WRITE]);
    expect(Object.keys(boxesOf(again))).toEqual([PAY]);
    expect(await installsThere()).toEqual([]);
  });
});

describe('a release that asks for more', () => {
  const wider = { scopes: [READ, PAY], events: eventsOf(CHANGED, REMOVED) };
  beforeEach(async () => {
    await decide(visitor.browser, await ask(), 'allow');
    expect((await ask()).status).toBe(303);
    await publish(wider);
  });

  test('is shown to the admin, apart from what was granted before', async () => {
    const page = await ask();
    expect(page.status).toBe(200);
    const [before, news] = page.text.split(NEWS) as [string, string];
    expect(before).toContain(`May use ${READ}`);
    expect(before).toContain('An entry changes');
    for (const text of [`May use ${PAY}`, 'An entry is &lt;removed&gt;']) {
      expect(before).not.toContain(text);
      expect(news).toContain(text);
    }
    expect(Object.keys(boxesOf(page))).toEqual([WRITE]);
  });

  test('is agreed to with a yes, with what is ticked beside it', async () => {
    const answer = await decide(visitor.browser, await ask(), 'allow', [WRITE]);
    expect(await scopeOf(answer)).toBe(`${READ} ${PAY} ${WRITE}`);
    expect(await permissions()).toMatchObject({
      granted: [READ, PAY, WRITE],
      events: [CHANGED, REMOVED],
      pending: { scopes: [], events: [] },
    });
    expect((await ask()).status).toBe(303);
  });

  test('can be left at what was granted before, and is not asked for again', async () => {
    expect(await scopeOf(await decide(visitor.browser, await ask(), 'keep', [WRITE]))).toBe(READ);
    expect(await permissions()).toMatchObject({
      granted: [READ],
      events: [CHANGED],
      pending: { scopes: [], events: [] },
    });
    expect((await ask()).status).toBe(303);
    await publish({ scopes: [READ, PAY, WRITE], optional_scopes: [] });
    const page = await ask();
    const news = page.text.split(NEWS)[1];
    expect(news).toContain(`May use ${WRITE}`);
    expect(news).not.toContain(`May use ${PAY}`);
  });

  test('changes nothing with a no', async () => {
    const answer = answerOf(await decide(visitor.browser, await ask(), 'decline'));
    expect(answer.get('error')).toBe('access_denied');
    expect(await permissions()).toMatchObject({
      granted: [READ],
      pending: { scopes: [PAY], events: [REMOVED] },
    });
  });

  test('is agreed to as it was shown, however it has changed since', async () => {
    const page = await ask();
    await publish({ ...wider, scopes: [READ, PAY, WRITE], optional_scopes: [] });
    const again = await decide(visitor.browser, page, 'allow', [WRITE]);
    expect(again.text).toContain(NEWS);
    expect((await permissions()).granted).toEqual([READ]);
    expect(await scopeOf(await decide(visitor.browser, again, 'allow'))).toBe(
      `${READ} ${PAY} ${WRITE}`,
    );
  });

  test("is the admin's alone to agree to, whatever others send", async () => {
    const page = await ask();
    const path = `/platform/v1/spaces/${visitor.spaceId}/members/${visitor.person.id}`;
    expect((await server.api('PUT', path, { role: 'editor' })).status).toBe(200);
    const again = await decide(visitor.browser, page, 'allow', [WRITE]);
    expect(again.status === 303 ? await scopeOf(again) : again.text).not.toContain(PAY);
    expect(await permissions()).toMatchObject({
      granted: [READ],
      pending: { scopes: [PAY], events: [REMOVED] },
    });
  });

  test('is agreed to once by many at the same time', async () => {
    const page = await ask();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => decide(visitor.browser, page, 'allow', [WRITE])),
    );
    for (const answer of answers) expect([200, 303]).toContain(answer.status);
    expect(answers.some(({ status }) => status === 303)).toBe(true);
    expect(await permissions()).toMatchObject({
      granted: [READ, PAY, WRITE],
      events: [CHANGED, REMOVED],
    });
  });

  test('asks nobody where the host has decided already', async () => {
    const [{ id }] = await installsThere();
    const grant = { scopes: [READ], events: [] };
    expect((await server.api('PUT', `/platform/v1/installs/${id}/grant`, grant)).status).toBe(200);
    const answer = await ask();
    expect(answer.status).toBe(303);
    expect(await scopeOf(answer)).toBe(READ);
    await letIn(visitor, plugin);
  });
});
