import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createPerson, type Headers, hostHeaders, type Person } from '../space-api/scene.ts';
import { collaborate } from '../support/collaborators.ts';
import { registerPlugin } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { pictures, png } from './pictures.ts';

const MOST = 3;
const MAX_BYTES = 4096;

let server: TestServer;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plugboard-images-'));
  server = await startTestServer({
    env: {
      PLUGBOARD_DATA_DIR: folder,
      PLUGBOARD_QUOTA_IMAGES: String(MOST),
      PLUGBOARD_MAX_IMAGE_BYTES: String(MAX_BYTES),
      PLUGBOARD_DEVELOPERS: 'invited',
      PLUGBOARD_SPACE_API_RATE_LIMIT: '0',
    },
  });
  return async () => {
    await server.close();
    await rm(folder, { recursive: true });
  };
});

async function createDeveloper(): Promise<Person> {
  const person = await createPerson(server);
  await server.db.query(sql`insert into developers (user_id) values (${person.id})`);
  return person;
}

const bearer = ({ token }: Person): Headers => ({ authorization: `Bearer ${token}` });

async function upload(headers: Headers, bytes: Buffer, path = '/platform/v1/images') {
  const form = new FormData();
  form.set('file', new File([bytes], 'image.png', { type: 'image/png' }));
  const response = await fetch(server.url + path, {
    method: 'POST',
    body: form,
    headers: headers as Record<string, string>,
  });
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the body is
  return { status: response.status, body: (await response.json()) as any };
}

async function quota(person: Person): Promise<{ limit: number; used: number }> {
  const { body } = await send(
    `${server.url}/platform/v1/quotas`,
    'GET',
    undefined,
    bearer(person) as Record<string, string>,
  );
  return body.images;
}

test('an image is answered by its address and what it is, and served there', async () => {
  const developer = await createDeveloper();
  const { status, body } = await upload(bearer(developer), pictures.jpg);
  expect(status).toBe(201);
  expect(body).toEqual({
    url: expect.stringMatching(/^http:\/\/plugboard\.test\/images\/[0-9a-f]{64}\.jpg$/),
    type: 'image/jpeg',
    bytes: pictures.jpg.length,
  });
  const loaded = await fetch(server.url + new URL(body.url).pathname);
  expect(Buffer.from(await loaded.arrayBuffer()).equals(pictures.jpg)).toBe(true);
});

test('each image counts once, by whichever address it is uploaded, and there is an end', async () => {
  const developer = await createDeveloper();
  const headers = bearer(developer);
  expect(await quota(developer)).toEqual({ limit: MOST, used: 0 });
  for (const name of ['one', 'one', 'two']) await upload(headers, png(name));
  expect(await quota(developer)).toEqual({ limit: MOST, used: 2 });
  const other = { authorization: developer.token };
  expect((await upload(other, png('two'), '/v1/partner_apps/upload_image')).status).toBe(200);
  expect((await upload(other, png('three'), '/v1/partner_apps/upload_image')).status).toBe(200);
  const refused = await upload(headers, png('four'));
  expect([refused.status, refused.body.code]).toEqual([422, 'quota_exceeded']);
  expect(refused.body).toMatchObject({ limit: MOST, used: MOST });
  expect((await upload(other, png('four'), '/v1/partner_apps/upload_image')).status).toBe(422);
  expect((await upload(headers, png('three'))).status).toBe(201);
  expect((await upload(bearer(await createDeveloper()), png('four'))).status).toBe(201);
});

test('many at once are not more than there may be', async () => {
  const developer = await createDeveloper();
  const names = Array.from({ length: 8 }, (_, number) => `at once ${number}`);
  const answers = await Promise.all(names.map((name) => upload(bearer(developer), png(name))));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(MOST);
  expect((await quota(developer)).used).toBe(MOST);
});

test('the host and operators upload any number', async () => {
  const operator = await createPerson(server, true);
  for (let number = 0; number <= MOST; number++) {
    expect((await upload(hostHeaders(server), png(`host ${number}`))).status).toBe(201);
    expect((await upload(bearer(operator), png(`operator ${number}`))).status).toBe(201);
  }
  expect((await quota(operator)).used).toBe(0);
});

test('who develops nothing uploads nothing; who has a part in a plugin does', async () => {
  const person = await createPerson(server);
  expect((await upload(bearer(person), png())).status).toBe(403);
  const { id } = await registerPlugin(server);
  await server.db.query(sql`update plugins set origin = 'partner' where id = ${id}`);
  await collaborate(server, id, person.id, 'viewer');
  expect((await upload(bearer(person), png())).status).toBe(403);
  await collaborate(server, id, person.id, 'developer');
  expect((await upload(bearer(person), png())).status).toBe(201);
  expect((await upload({}, png())).status).toBe(401);
});

test('what is no image, or too large, is refused and counts nothing', async () => {
  const developer = await createDeveloper();
  const svg = await upload(bearer(developer), Buffer.from('<svg/>'));
  expect([svg.status, svg.body.errors[0].pointer]).toEqual([422, '/file']);
  const large = await upload(bearer(developer), Buffer.concat([png(), Buffer.alloc(MAX_BYTES)]));
  expect([large.status, large.body.code]).toEqual([413, 'body_too_large']);
  const json = await send(
    `${server.url}/platform/v1/images`,
    'POST',
    {},
    {
      authorization: `Bearer ${developer.token}`,
    },
  );
  expect(json.status).toBe(415);
  expect((await quota(developer)).used).toBe(0);
});
