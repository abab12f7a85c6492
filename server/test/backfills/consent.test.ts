import { beforeAll, expect, test } from 'vitest';
import {
  answerOf,
  authorizePath,
  consentForm,
  createVisitor,
  registerClient,
  type Visitor,
} from '../oauth/authorization.ts';
import { addMember, bearerOf, createPerson } from '../support/people.ts';
import { defineEventType, installPlugin, type TestPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

// Nobody works on backfills here: those that begin go on until they are cancelled.

const EVENT = 'entry_changed';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await defineEventType(server, EVENT);
  return () => server.close();
});

const listener = (fields: object = {}) =>
  registerClient(server, {
    events: [{ name: EVENT, url: 'https://plugin.example.com/hook' }],
    ...fields,
  });

const ask = ({ browser, spaceId }: Visitor, plugin: TestPlugin) =>
  browser.get(authorizePath(plugin, { space_id: String(spaceId) }));

async function backfillsIn({ spaceId }: Visitor) {
  const path = `/platform/v1/spaces/${spaceId}/installs`;
  const [install] = (await server.api('GET', path)).body.data;
  return (await server.api('GET', `/platform/v1/installs/${install.id}/backfills`)).body.data;
}

const CHOICE = 'name="backfill_days"';

test('who installs on the consent page is asked how much of the past the plugin hears, and can choose nothing', async () => {
  const plugin = await listener();
  for (const [days, expected] of [
    ['7', [{ days: 7, events: null, state: 'running', total: 1 }]],
    ['0', []],
    ['365', []],
    [undefined, []],
  ] as const) {
    const visitor = await createVisitor(server);
    const { spaceId, browser } = visitor;
    const event = { space_id: spaceId, name: EVENT, payload: {} };
    await server.api('POST', '/platform/v1/events', event);
    const page = await ask(visitor, plugin);
    expect(page.text).toContain(CHOICE);
    expect(page.text).toContain('What happened before');
    expect(page.text).toContain('<option value="0" selected>Tell nothing of it</option>');
    const { action, fields } = consentForm(page);
    const chosen: Record<string, string> = days === undefined ? {} : { backfill_days: days };
    const answer = await browser.post(action, { ...fields, ...chosen, decision: 'allow' });
    expect(answerOf(answer).get('code')).not.toBeNull();
    expect(await backfillsIn(visitor)).toMatchObject(expected);
  }
});

test('it is asked where a plugin is installed that hears events, and nowhere else', async () => {
  const visitor = await createVisitor(server);
  const deaf = await registerClient(server);
  expect((await ask(visitor, deaf)).text).not.toContain(CHOICE);
  const installed = await listener();
  await installPlugin(server, installed, visitor.spaceId);
  const page = await ask(visitor, installed);
  expect(page.text).not.toContain(CHOICE);
  const { action, fields } = consentForm(page);
  await visitor.browser.post(action, { ...fields, backfill_days: '30', decision: 'allow' });
  expect(await backfillsIn(visitor)).toEqual([]);
});

test('a person has five running at a time, replays included; the log says who began and ended one', async () => {
  const { id: userId } = await createPerson(server);
  const headers = await bearerOf(server, userId);
  const plugin = await listener();
  const installs = [];
  for (let more = 0; more < 6; more++) {
    const { spaceId } = await createVisitor(server);
    await addMember(server, spaceId, userId, 'admin');
    installs.push(await installPlugin(server, plugin, spaceId));
  }
  const begin = (install: { id: number } | undefined) =>
    server.api('POST', `/platform/v1/installs/${install?.id}/backfills`, { days: 1 }, headers);
  const answers = [];
  for (const install of installs) answers.push(await begin(install));
  expect(answers.map(({ status }) => status)).toEqual([...Array(5).fill(202), 429]);
  const [first] = installs;
  expect((await begin(first)).body).toMatchObject({
    code: 'wrong_state',
    detail: expect.stringContaining(`Backfill ${answers[0]?.body.id} `),
  });
  const path = `/platform/v1/backfills/${answers[0]?.body.id}`;
  expect((await server.api('DELETE', path, undefined, headers)).status).toBe(200);
  expect((await begin(installs[5])).status).toBe(202);
  const log = `/platform/v1/audit?space_id=${first?.spaceId}`;
  const { data } = (await server.api('GET', log, undefined, headers)).body;
  const told = data.filter(({ action }: { action: string }) => action.startsWith('backfill.'));
  expect(told).toMatchObject([
    { action: 'backfill.cancelled', target: { id: String(answers[0]?.body.id) } },
    { action: 'backfill.created', target: { id: String(answers[0]?.body.id) } },
  ]);
});

/** Begins backfills of other installs for a person until so many run, and answers what begins one more. */
async function runFor({ person }: Visitor, count: number) {
  const headers = await bearerOf(server, person.id);
  const plugin = await listener();
  const begin = async () => {
    const { spaceId } = await createVisitor(server);
    await addMember(server, spaceId, person.id, 'admin');
    const { id } = await installPlugin(server, plugin, spaceId);
    const path = `/platform/v1/installs/${id}/backfills`;
    const answer = await server.api('POST', path, { days: 1 }, headers);
    expect(answer.status, answer.text).toBe(202);
  };
  for (let more = 0; more < count; more++) await begin();
  return begin;
}

const installsIn = async ({ spaceId }: Visitor) =>
  (await server.api('GET', `/platform/v1/spaces/${spaceId}/installs`)).body.data;

const REFUSED = 'is not told of what happened';

test('who has five running installs all the same, and is told that the past is not', async () => {
  const visitor = await createVisitor(server);
  const plugin = await listener();
  await runFor(visitor, 5);
  const page = await ask(visitor, plugin);
  expect(page.text).not.toContain(CHOICE);
  expect(page.text).toContain(REFUSED);
  const { action, fields } = consentForm(page);
  const answer = await visitor.browser.post(action, { ...fields, decision: 'allow' });
  expect(answerOf(answer).get('code')).not.toBeNull();
  expect(await backfillsIn(visitor)).toEqual([]);
});

test('who has five running only once they have chosen is asked again, and nothing is installed before', async () => {
  const visitor = await createVisitor(server);
  const plugin = await listener();
  const beginOne = await runFor(visitor, 4);
  const page = await ask(visitor, plugin);
  expect(page.text).toContain(CHOICE);
  await beginOne();
  const allow = (from: typeof page, more = {}) => {
    const { action, fields } = consentForm(from);
    return visitor.browser.post(action, { ...fields, ...more, decision: 'allow' });
  };
  const refused = await allow(page, { backfill_days: '7' });
  expect(refused.text).toContain(REFUSED);
  expect(refused.text).not.toContain(CHOICE);
  expect(await installsIn(visitor)).toEqual([]);
  expect(answerOf(await allow(refused)).get('code')).not.toBeNull();
  expect(await backfillsIn(visitor)).toEqual([]);
});

test('what was chosen stands where a colleague has installed the plugin meanwhile', async () => {
  const visitor = await createVisitor(server);
  const plugin = await listener();
  const page = await ask(visitor, plugin);
  await installPlugin(server, plugin, visitor.spaceId);
  const { action, fields } = consentForm(page);
  const chosen = { ...fields, backfill_days: '7', decision: 'allow' };
  expect(answerOf(await visitor.browser.post(action, chosen)).get('code')).not.toBeNull();
  expect(await backfillsIn(visitor)).toMatchObject([{ days: 7 }]);
  // Sent once more, it is the same that runs.
  expect(answerOf(await visitor.browser.post(action, chosen)).get('code')).not.toBeNull();
  expect(await backfillsIn(visitor)).toHaveLength(1);
});

test('backfills of an install are listed in pages, for its admins, and are no replays', async () => {
  const visitor = await createVisitor(server);
  const install = await installPlugin(server, await listener(), visitor.spaceId);
  const path = `/platform/v1/installs/${install.id}/backfills`;
  const ids: number[] = [];
  for (let more = 0; more < 3; more++) {
    const { body } = await server.api('POST', path, { days: 1, events: [EVENT] });
    await server.api('DELETE', `/platform/v1/backfills/${body.id}`);
    ids.unshift(body.id);
  }
  const first = (await server.api('GET', `${path}?limit=2`)).body;
  const rest = (await server.api('GET', `${path}?limit=2&cursor=${first.next_cursor}`)).body;
  const seen = [...first.data, ...rest.data].map(({ id }: { id: number }) => id);
  expect([seen, rest.next_cursor]).toEqual([ids, null]);
  expect(first.data[0]).toMatchObject({ days: 1, events: [EVENT], state: 'cancelled' });
  const replays = (await server.api('GET', `/platform/v1/replays?install_id=${install.id}`)).body;
  expect(replays.data).toEqual([]);
  for (const method of ['GET', 'DELETE'])
    expect((await server.api(method, `/platform/v1/replays/${ids[0]}`)).status).toBe(404);
  const editor = await createPerson(server);
  await addMember(server, visitor.spaceId, editor.id, 'editor');
  const headers = await bearerOf(server, editor.id);
  expect((await server.api('GET', path, undefined, headers)).status).toBe(403);
  const one = `/platform/v1/backfills/${ids[0]}`;
  expect((await server.api('GET', one, undefined, headers)).status).toBe(404);
});
