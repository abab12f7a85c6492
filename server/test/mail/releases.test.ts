import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  publishLater,
  rollBack,
  rollOut,
  rollOutScene,
  type Scene,
  until,
} from '../roll-outs/scene.ts';
import { collaborate } from '../support/collaborators.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { addMember, createPerson, type TestPerson } from '../support/people.ts';
import { createSpace, installPlugin } from '../support/plugins.ts';
import { startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let mail: MailServer;
let server: TestServer;
let scene: Scene;
let owner: string;
beforeAll(async () => {
  mail = await startMailServer();
  server = await startTestServer({
    delivery: true,
    env: {
      PLUGBOARD_SMTP_URL: mail.url,
      PLUGBOARD_MAIL_FROM: 'plugins@acme.test',
      PLUGBOARD_POLL_MS: '20',
    },
  });
  return async () => {
    await server.close();
    await mail.close();
  };
});

async function begin(installs: number): Promise<Scene> {
  scene = await rollOutScene(server, installs, {}, { greeting: 'Hello' });
  owner = (await server.api('GET', `/platform/v1/users/${scene.developerId}`)).body.email;
  return scene;
}

async function withPart(role: 'developer' | 'viewer'): Promise<TestPerson> {
  const person = await createPerson(server);
  await collaborate(server, scene.plugin.id, person.id, role);
  return person;
}

const subjects = (address: string): (string | undefined)[] =>
  mail.mails.filter(({ to }) => to === address).map(({ headers }) => headers.subject);

test('who develops a plugin is mailed what came of a review, with what was said', async () => {
  await begin(0);
  const developer = await withPart('developer');
  const viewer = await withPart('viewer');
  const release = await publishLater(scene, { intro: 'Newer' });
  const [got] = await mail.to(owner);
  expect(got?.headers.subject).toBe(`Release ${release} of ${scene.plugin.slug} is approved`);
  expect(got?.text).toContain('> Looked at');
  expect(got?.text).toContain(`http://plugboard.test/plugins/${scene.plugin.slug}/releases`);
  expect((await mail.to(developer.email))[0]?.headers.subject).toBe(got?.headers.subject);
  expect(subjects(viewer.email)).toEqual([]);
});

test('a rejection is mailed in the language of its reader', async () => {
  await begin(0);
  await scene.developer.call('PATCH', '/me', { lang: 'de' });
  const path = `/plugins/${scene.plugin.id}`;
  const body = { name: 'Next', slug: scene.plugin.slug };
  const { number } = (await scene.developer.call('PUT', `${path}/manifest`, body)).body.release;
  await scene.developer.call('POST', `${path}/releases/${number}/submit`, {});
  await server.api('POST', `/platform/v1${path}/releases/${number}/review`, {
    verdict: 'reject',
    message: 'Ask for less',
  });
  const [got] = await mail.to(owner);
  expect(got?.headers.subject).toBe(`Release ${number} von ${scene.plugin.slug} ist abgelehnt`);
  expect(got?.text).toContain('> Ask for less');
});

test('operators are mailed of a release that waits for them, unless it was decided before', async () => {
  await begin(0);
  const operator = await createPerson(server);
  await server.db.query(sql`update users set is_operator = true where id = ${operator.id}`);
  const path = `/plugins/${scene.plugin.id}`;
  const body = { name: 'Waits', slug: scene.plugin.slug };
  const { number } = (await scene.developer.call('PUT', `${path}/manifest`, body)).body.release;
  await scene.developer.call('POST', `${path}/releases/${number}/submit`, {});
  const [got] = await mail.to(operator.email);
  expect(got?.headers.subject).toBe(`${scene.plugin.slug} waits for review`);
  expect(got?.text).toContain(`/operator/review/${scene.plugin.id}/${number}`);
  await scene.developer.call('POST', `${path}/releases/${number}/submit`, {});
  expect(subjects(owner)).toEqual([]);
  const rows = await server.db.query(sql`
    select 1 from mails where user_id = ${operator.id} and kind = 'release_submitted'`);
  expect(rows).toHaveLength(1);
  await server.db.query(sql`update users set is_operator = false where id = ${operator.id}`);
});

test('a roll-out that is done, and one that was taken back, are mailed', async () => {
  await begin(2);
  const release = await publishLater(scene, { intro: 'Newer' });
  await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  await until(scene, await rollBack(scene, release), 'rolled_back');
  const name = `Release ${release} of ${scene.plugin.slug}`;
  await mail.to(owner, 3);
  expect(subjects(owner).sort()).toEqual(
    [
      `${name} is approved`,
      `Everybody is on release ${release} of ${scene.plugin.slug}`,
      `${name} is rolled back`,
    ].sort(),
  );
});

test('one that could not migrate everybody says so', async () => {
  const receiver = await startReceiver();
  receiver.answer = () => ({ status: 500 });
  await begin(1);
  const release = await publishLater(scene, { migration_url: receiver.url });
  await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  await mail.to(owner, 2);
  const subject = `Not everybody is on release ${release} of ${scene.plugin.slug}`;
  expect(subjects(owner)).toContain(subject);
  await receiver.close();
});

test('nobody is mailed who wants no mails', async () => {
  await begin(0);
  await scene.developer.call('PATCH', '/me', { mail_notifications: false });
  await publishLater(scene, { intro: 'Newer' });
  const rows = await server.db.query(sql`
    select 1 from mails where user_id = ${scene.developerId}`);
  expect(rows).toEqual([]);
});

test('admins are mailed that a plugin was deleted, where it was installed', async () => {
  await begin(0);
  const spaceId = await createSpace(server, { name: 'North' });
  const admin = await createPerson(server);
  const editor = await createPerson(server);
  await addMember(server, spaceId, admin.id);
  await addMember(server, spaceId, editor.id, 'editor');
  const { id } = await installPlugin(server, scene.plugin, spaceId);
  const answer = await scene.developer.call('DELETE', `/plugins/${scene.plugin.id}`);
  expect(answer.status, answer.text).toBe(200);
  const [got] = await mail.to(admin.email);
  expect(got?.headers.subject).toBe(`${scene.plugin.slug} is gone from North`);
  expect(got?.text).toContain(`http://plugboard.test/spaces/${spaceId}/installs/${id}`);
  expect(subjects(editor.email)).toEqual([]);
});
