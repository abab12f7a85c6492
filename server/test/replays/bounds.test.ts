import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import { giveTo } from '../support/collaborators.ts';
import { addMember, bearerOf, createPerson } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { always, failedJobs, getReplay, replay, scene } from './scene.ts';

// Nobody works on replays here: those that have jobs go on until they are cancelled.
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_RETENTION_DAYS: '7' } });
  return () => server.close();
});

const ask = (target: object, headers = {}, status = ['failed']) =>
  server.api(
    'POST',
    '/platform/v1/replays',
    { filter: { status, ...always(), ...target } },
    headers,
  );

async function withJobs() {
  const opened = await scene(server);
  await failedJobs(server, opened, 2);
  return opened.install;
}

test('while one of a person begins, another one is refused at once, whatever there is to count', async () => {
  const { spaceId } = await withJobs();
  const { id } = await createPerson(server);
  await addMember(server, spaceId, id, 'admin');
  const headers = await bearerOf(server, id);
  const askIt = () => ask({ space_id: spaceId }, headers);
  await server.db.transaction(async (tx) => {
    await tx.query(sql`
      select pg_advisory_xact_lock(hashtext('plugboard replays of'), hashint8(${id}::bigint))`);
    const refused = await askIt();
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
    expect(refused.headers.get('retry-after')).toBe('1');
  });
  const { status, body } = await askIt();
  expect(status).toBe(202);
  await server.api('DELETE', `/platform/v1/replays/${body.id}`);
});

async function adminOf(...spaces: number[]) {
  const { id } = await createPerson(server);
  for (const space of spaces) await addMember(server, space, id, 'admin');
  return bearerOf(server, id);
}

async function developerOf(pluginId: number) {
  const { id } = await createPerson(server);
  await giveTo(server, pluginId, id);
  return { id, headers: await bearerOf(server, id) };
}

test('of a space, an install or a plugin one runs at a time, however many ask at once', async () => {
  const { id, spaceId, plugin } = await withJobs();
  for (const target of [{ install_id: id }, { space_id: spaceId }, { plugin_id: plugin.id }]) {
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(target)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(5).fill(409)]);
    const begun = answers.find(({ status }) => status === 202)?.body;
    const later = await ask(target);
    for (const { body } of [...answers.filter(({ status }) => status === 409), later]) {
      expect(body.code).toBe('wrong_state');
      expect(body.detail).toContain(`Replay ${begun.id} `);
    }
    expect((await server.api('DELETE', `/platform/v1/replays/${begun.id}`)).status).toBe(200);
    expect((await ask(target)).status).toBe(202);
  }
});

test('a person has five running at a time, however many are asked for at once; the host is not counted', async () => {
  const installs = [];
  for (let more = 0; more < 7; more++) installs.push(await withJobs());
  const headers = await adminOf(...installs.map(({ spaceId }) => spaceId));
  // While one of theirs begins, another one is refused at once.
  const atOnce = await Promise.all(
    installs.map(({ spaceId }) => ask({ space_id: spaceId }, headers)),
  );
  for (const { status, body } of atOnce)
    if (status !== 202) expect([status, body.code]).toEqual([429, 'too_many_requests']);
  const begun = atOnce.filter(({ status }) => status === 202);
  expect(begun.length).toBeGreaterThan(0);
  expect(begun.length).toBeLessThanOrEqual(5);
  const answers: typeof atOnce = [];
  for (const [at, answer] of atOnce.entries()) {
    const target = { space_id: installs[at]?.spaceId };
    answers.push(answer.status === 202 ? answer : await ask(target, headers));
  }
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(202), 429, 429]);
  const refused = answers.findIndex(({ status }) => status === 429);
  expect(answers[refused]?.body).toMatchObject({ code: 'too_many_requests' });
  expect(answers[refused]?.headers.get('retry-after')).toBe('60');
  const target = { space_id: installs[refused]?.spaceId };
  const byHost = await ask(target);
  expect(byHost.status).toBe(202);
  await server.api('DELETE', `/platform/v1/replays/${byHost.body.id}`);
  const first = answers.find(({ status }) => status === 202)?.body.id;
  await server.api('DELETE', `/platform/v1/replays/${first}`, undefined, headers);
  expect((await ask(target, headers)).status).toBe(202);
});

test('those of a person that find nothing count for a minute', async () => {
  const { spaceId } = await withJobs();
  const headers = await adminOf(spaceId);
  const askForNothing = () => ask({ space_id: spaceId, name: 'nothing' }, headers);
  for (let more = 0; more < 5; more++) {
    const { status, body } = await askForNothing();
    expect([status, body.state, body.total]).toEqual([202, 'done', 0]);
  }
  const refused = await askForNothing();
  expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
  expect(refused.headers.get('retry-after')).toBe('60');
  expect((await ask({ space_id: spaceId, name: 'nothing' })).status).toBe(202);
  await server.db.query(sql`
    update replays set created_at = now() - interval '61 seconds', finished_at = now() - interval '61 seconds' where space_id = ${spaceId}`);
  expect((await askForNothing()).status).toBe(202);
});

test('what was withdrawn is run again by admins of the space and the host, not by whoever develops the plugin', async () => {
  const { id, spaceId, plugin } = await withJobs();
  const admin = await adminOf(spaceId);
  const developer = await developerOf(plugin.id);
  const withdrawn = async (target: object, headers = {}) => {
    const { status, body } = await ask(target, headers, ['failed', 'cancelled']);
    if (status === 202) await server.api('DELETE', `/platform/v1/replays/${body.id}`);
    return status === 422 ? body.errors[0].pointer : status;
  };
  const ofInstall = { install_id: id };
  const ofPlugin = { plugin_id: plugin.id };
  expect(await withdrawn(ofInstall, developer.headers)).toBe('/filter/status/1');
  expect(await withdrawn(ofPlugin, developer.headers)).toBe('/filter/status/1');
  expect(await withdrawn(ofInstall, admin)).toBe(202);
  expect(await withdrawn({ space_id: spaceId }, admin)).toBe(202);
  expect(await withdrawn(ofPlugin)).toBe(202);
  // An admin of one space has no say in the plugin's others.
  await addMember(server, spaceId, developer.id, 'admin');
  expect(await withdrawn(ofInstall, developer.headers)).toBe(202);
  expect(await withdrawn(ofPlugin, developer.headers)).toBe('/filter/status/1');
});

test('those that ended are kept as long as retention says', async () => {
  const { db, vault, config } = server;
  const { id } = await withJobs();
  const ids: number[] = [];
  for (const days of [8, 6]) {
    const begun = await replay(server, { install_id: id });
    await server.api('DELETE', `/platform/v1/replays/${begun.id}`);
    await db.query(sql`
      update replays set created_at = now() - interval '9 days', finished_at = now() - ${days}::integer * interval '1 day'
      where id = ${begun.id}`);
    ids.push(begun.id);
  }
  const running = await replay(server, { install_id: id });
  await db.query(sql`
    update replays set created_at = now() - interval '9 days' where id = ${running.id}`);
  await maintain({ db, vault, config, log: createLogger('silent') });
  const { data } = (await server.api('GET', `/platform/v1/replays?install_id=${id}`)).body;
  expect(data.map((found: { id: number }) => found.id)).toEqual([running.id, ids[1]]);
  expect((await getReplay(server, ids[0] as number)).code).toBe('replay_not_found');
});

test('admins of the space read in the audit log of replays of its installs', async () => {
  const { id, spaceId, plugin } = await withJobs();
  const { headers } = await developerOf(plugin.id);
  const { body } = await ask({ install_id: id }, headers);
  await server.api('DELETE', `/platform/v1/replays/${body.id}`, undefined, headers);
  const path = `/platform/v1/audit?space_id=${spaceId}`;
  const { data } = (await server.api('GET', path, undefined, await adminOf(spaceId))).body;
  const ofReplays = data.filter(({ action }: { action: string }) => action.startsWith('replay.'));
  expect(ofReplays).toMatchObject([
    { action: 'replay.cancelled', target: { id: String(body.id) } },
    { action: 'replay.created', target: { id: String(body.id) } },
  ]);
});
