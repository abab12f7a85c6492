import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { addMember, createPerson, type Person } from '../space-api/scene.ts';
import { collaborate, giveTo } from '../support/collaborators.ts';
import { createUser } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { jobIn, openScene, type Scene } from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
  await server.api('PUT', '/platform/v1/scopes/checked.read', { description: 'Read' });
});
afterAll(() => server.close());

async function scene(manifest: object = {}): Promise<Scene> {
  const opened = await openScene(server, manifest);
  onTestFinished(opened.receiver.close);
  return opened;
}

async function delivered({ emit }: Scene): Promise<string> {
  const id = await emit({ payload: { n: 1 } });
  await jobIn(server, id, 'done', 1);
  return id;
}

const checkOf = async (job: string) => {
  const answer = await server.api('GET', `/platform/v1/jobs/${job}/attempts/1`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.request.signature_check;
};

const checked = (envoy: number | null, ...webhook: (number | null)[]) => ({
  not_checked: null,
  signatures: [
    { header: 'x-envoy-signature', verified_by: envoy },
    ...webhook.map((verified_by) => ({ header: 'webhook-signature', verified_by })),
  ],
});

const notChecked = (why: string) => ({
  not_checked: why,
  signatures: [
    { header: 'x-envoy-signature', verified_by: null },
    { header: 'webhook-signature', verified_by: null },
  ],
});

test('the signatures of a request are known to be those of its body, and by which secret', async () => {
  const to = await scene();
  const job = await delivered(to);
  expect(await checkOf(job)).toEqual(checked(1, 1));

  const secrets = `/platform/v1/plugins/${to.install.plugin.id}/secrets`;
  expect((await server.api('POST', secrets, {})).status).toBe(201);
  const rotated = await delivered(to);
  expect(await checkOf(rotated)).toEqual(checked(1, 2, 1));
  expect((await server.api('DELETE', `${secrets}/1`)).status).toBeLessThan(300);
  expect(await checkOf(rotated)).toEqual(checked(null, 2, null));
  expect(await checkOf(job)).toEqual(checked(null, null));
});

test('a signature that is not of the body is by no secret', async () => {
  const to = await scene();
  const job = await delivered(to);
  // The first of them begins behind what is of a fixed length and the hash of the body.
  await server.db.query(sql`
    update jobs set first_request = set_byte(first_request, 60, get_byte(first_request, 60) # 1) where id = ${job}`);
  expect(await checkOf(job)).toEqual(checked(null, 1));
});

test('what is masked where it is shown is checked all the same: a password', async () => {
  const field = { key: 'secret', type: 'password', label: 'Secret' };
  const to = await scene({ setup_steps: [{ type: 'form', title: 'Connect', fields: [field] }] });
  const config = { config: { secret: 'very secret' } };
  await server.api('PATCH', `/platform/v1/installs/${to.install.id}/config`, config);
  expect(await checkOf(await delivered(to))).toEqual(checked(1, 1));
});

test('where nobody can know it, it says why: the token, the space, what was erased, a key', async () => {
  const withToken = await scene({ scopes: ['checked.read'] });
  const user = await createUser(server);
  await server.db.query(sql`
    update installs set installed_by = ${user}, scopes = '{checked.read}' where id = ${withToken.install.id}`);
  const tokened = await delivered(withToken);
  expect((await withToken.receiver.nth(1)).body.meta.auth.access_token).toBeTypeOf('string');
  expect(await checkOf(tokened)).toEqual(notChecked('token'));

  const to = await scene();
  const job = await delivered(to);
  const { plugin, spaceId } = to.install;
  const sealed = sql`(select sealed_secret from plugin_secrets where plugin_id = ${withToken.install.plugin.id})`;
  await server.db.query(
    sql`update plugin_secrets set sealed_secret = ${sealed} where plugin_id = ${plugin.id}`,
  );
  expect(await checkOf(job)).toEqual(notChecked('secret'));
  await server.api('PATCH', `/platform/v1/spaces/${spaceId}`, { name: 'Renamed' });
  expect(await checkOf(job)).toEqual(notChecked('changed'));
  const { event_id } = (await server.api('GET', `/platform/v1/jobs/${job}`)).body;
  await server.db.query(sql`delete from events where id = ${event_id}`);
  expect(await checkOf(job)).toEqual(notChecked('gone'));
});

test('only who may see signatures is told of them', async () => {
  const to = await scene();
  const job = await delivered(to);
  const { plugin, spaceId } = to.install;
  const people = await Promise.all(Array.from({ length: 4 }, () => createPerson(server)));
  const [owner, developer, viewer, admin] = people as [Person, Person, Person, Person];
  await giveTo(server, plugin.id, owner.id);
  await collaborate(server, plugin.id, developer.id, 'developer');
  await collaborate(server, plugin.id, viewer.id, 'viewer');
  await addMember(server, spaceId, admin.id, 'admin');
  const path = `${server.url}/platform/v1/jobs/${job}/attempts/1`;
  const seen = await Promise.all(
    people.map(async ({ headers }) => {
      const { body } = await send(path, 'GET', undefined, headers);
      return body.request.signature_check;
    }),
  );
  expect(seen).toEqual([checked(1, 1), checked(1, 1), null, null]);
});
