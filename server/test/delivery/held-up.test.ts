import { createSecretKey } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AttemptDeps, attemptJob } from '../../src/delivery/attempt.ts';
import type { ClaimedJob } from '../../src/jobs/claim.ts';
import { raw, type Sql, sql } from '../../src/lib/db.ts';
import { newId } from '../../src/lib/ids.ts';
import { asPlugin, createUser, login } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { jobIn, openScene, type Scene } from './scene.ts';

let server: TestServer;
let scene: Scene;

beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_RETRY_SCHEDULE: '0,0.02,0.02', PLUGBOARD_POLL_MS: '20' },
  });
  await server.api('PUT', '/platform/v1/scopes/things.read', { description: 'Read things' });
});
afterAll(() => server.close());
beforeEach(async () => {
  scene = await openScene(server, { scopes: ['things.read'] });
  await run(sql`
    update installs set installed_by = ${await createUser(server)} where id = ${scene.install.id}`);
  return () => scene.receiver.close();
});

/** A lease that does not end. */
const LIMITS = { leaseEnds: Number.POSITIVE_INFINITY, stopping: new AbortController().signal };

const run = (statement: Sql) => server.db.query(statement);
const getJob = async (id: string) => (await server.api('GET', `/platform/v1/jobs/${id}`)).body;

interface QueueRow {
  claim: number;
  give_backs: number;
  waits: number | null;
}

async function queueRow(id: string): Promise<QueueRow | undefined> {
  const [row] = await server.db.query<QueueRow>(sql`
    select claim, give_backs, extract(epoch from due_at - now())::double precision as waits
    from job_queue where job_id = ${id} and state = 'scheduled'`);
  return row;
}

/** Waits until its claim was given back more often than that, without waiting for the pauses between. */
async function givenBack(id: string, last: number): Promise<QueueRow> {
  let seen: number | undefined;
  return waitFor(
    async () => {
      await run(sql`
        update job_queue set due_at = now()
        where job_id = ${id} and state = 'scheduled' and give_backs between 1 and ${last}`);
      const row = await queueRow(id);
      seen = row?.give_backs;
      return row !== undefined && row.give_backs > last ? row : undefined;
    },
    { describe: `the job to be given back more than ${last} times`, progress: () => seen },
  );
}

const ofPlugin = () => sql`plugin_id = ${scene.install.plugin.id}`;
const flipSecret = () => sql`
  update plugin_secrets set sealed_secret = set_byte(sealed_secret, 40, get_byte(sealed_secret, 40) # 255)
  where ${ofPlugin()}`;

/** What can fail between a claim and its request, with what the job then says. */
const FAULTS: Record<string, { breaks: () => Sql; mends: () => Sql; says: RegExp }> = {
  'a secret that cannot be opened': {
    breaks: flipSecret,
    mends: flipSecret,
    says: /key|secret/i,
  },
  'a password of the config that cannot be opened': {
    breaks: () => sql`
      update installs set sealed_config = decode(repeat('00', 40), 'hex') where id = ${scene.install.id}`,
    mends: () => sql`update installs set sealed_config = null where id = ${scene.install.id}`,
    says: /sealed under the key 0{18}, which is missing/,
  },
  'a plugin without a live secret': {
    breaks: () =>
      sql`update plugin_secrets set expires_at = now() - interval '1 hour' where ${ofPlugin()}`,
    mends: () => sql`update plugin_secrets set expires_at = null where ${ofPlugin()}`,
    says: /no live secret/,
  },
  'a table that cannot be read': {
    breaks: () => sql`alter table plugin_secrets rename to plugin_secrets_away`,
    mends: () => sql`alter table plugin_secrets_away rename to plugin_secrets`,
    says: /plugin_secrets/,
  },
  'a space that cannot be read': {
    breaks: () => sql`update spaces set attributes = '{' where id = ${scene.install.spaceId}`,
    mends: () => sql`update spaces set attributes = '{}' where id = ${scene.install.spaceId}`,
    says: /JSON|text/,
  },
  'a token that cannot be issued': {
    breaks: () =>
      sql`alter table tokens add constraint refusing check (grant_type <> 'meta_auth') not valid`,
    mends: () => sql`alter table tokens drop constraint refusing`,
    says: /refusing/,
  },
};

describe('what fails in us before the request is no attempt', () => {
  test.each(Object.entries(FAULTS))('%s', async (_name, { breaks, mends, says }) => {
    await run(breaks());
    const id = await scene.emit({ identifier: 'lane' });
    const next = await scene.emit({ identifier: 'lane' });
    const rows: QueueRow[] = [];
    try {
      // More often than there are attempts.
      while (rows.length < 4) rows.push(await givenBack(id, rows.at(-1)?.give_backs ?? 0));
      expect(await getJob(id)).toMatchObject({
        status: 'queued',
        delivery: { state: 'scheduled', attempt: 0, held_up_by: expect.stringMatching(says) },
        attempts: [],
      });
      // Its lane waits: nothing overtakes it for a fault of ours.
      expect(await getJob(next)).toMatchObject({ delivery: { state: 'blocked' } });
    } finally {
      await run(mends());
    }
    // Each claim has a number that is higher than those before, and each pause is twice as long, 1 s at first.
    expect(rows.map(({ claim }) => claim)).toEqual(
      rows.map(({ claim }) => claim).toSorted((a, b) => a - b),
    );
    expect(new Set(rows.map(({ claim }) => claim)).size).toBe(rows.length);
    for (const { give_backs, waits } of rows)
      expect(waits).toBeLessThanOrEqual(2 ** (give_backs - 1));

    // On a slow machine it may have been sent by itself.
    const retry = () => server.api('POST', `/platform/v1/jobs/${id}/retry`);
    await waitFor(
      async () => (await retry()).status === 202 || (await getJob(id)).status === 'done',
      { describe: 'the job to be taken up again' },
    );
    await jobIn(server, next, 'done');
    expect(await getJob(id)).toMatchObject({
      status: 'done',
      attempts: [{ number: 1, stage: 'answered' }],
    });
    expect(scene.receiver.requests.map(({ headers }) => headers['plugboard-attempt'])).toEqual([
      '1',
      '1',
    ]);
    expect(scene.receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([id, next]);
  });

  test('and does not keep other plugins from theirs', async () => {
    const other = await openScene(server);
    await run(flipSecret());
    const ids = await Promise.all(Array.from({ length: 20 }, () => scene.emit()));
    await jobIn(server, await other.emit(), 'done');
    await run(flipSecret());
    for (const id of ids) {
      const job = await jobIn(server, id, 'done');
      expect(job.attempts).toMatchObject([{ number: 1 }]);
    }
    await other.receiver.close();
  });

  test('and numbers of attempts have no gaps by it', async () => {
    scene.receiver.answer = () => 500;
    await run(
      sql`update plugins set retry_schedule = '[0,3600,3600]' where id = ${scene.install.plugin.id}`,
    );
    const id = await scene.emit();
    await jobIn(server, id, 'queued', 1);
    await run(sql`update spaces set attributes = '{"a":' where id = ${scene.install.spaceId}`);
    await run(sql`update job_queue set due_at = now() where job_id = ${id}`);
    await givenBack(id, 1);
    await run(sql`update spaces set attributes = '{"a":1}' where id = ${scene.install.spaceId}`);
    scene.receiver.answer = () => 200;
    await server.api('POST', `/platform/v1/jobs/${id}/retry`);
    const job = await jobIn(server, id, 'done');
    expect(job.attempts).toMatchObject([{ number: 1 }, { number: 2 }]);
    expect(scene.receiver.requests.map(({ headers }) => headers['plugboard-attempt'])).toEqual([
      '1',
      '2',
    ]);
  });

  test('and is logged once a job', async () => {
    const lines: string[] = [];
    const log = pino(
      new Writable({ write: (chunk, _, done) => done(void lines.push(String(chunk))) }),
    );
    const signer = { keysOf: () => Promise.reject(new Error('no key\0\uD83D')) };
    const suspensions = { isSuspended: () => Promise.resolve(false) };
    const deps = { log, signer, suspensions } as unknown as AttemptDeps;
    for (const give_backs of [0, 1, 2, 30]) {
      const outcome = await attemptJob(deps, { job_id: 'j', give_backs } as ClaimedJob, LIMITS);
      expect(outcome).toMatchObject({
        next: 'released',
        held_up_by: 'no key\uFFFD\uFFFD',
        wait_seconds: Math.min(300, 2 ** give_backs),
      });
    }
    expect(lines).toHaveLength(1);
  });
});

describe('what fails in us after the request', () => {
  test('is asked again while the lease holds, and makes nothing else of an answer', async () => {
    let asked = 0;
    const key = createSecretKey(Buffer.from('key'));
    const deps = {
      log: pino({ level: 'silent' }),
      signer: { keysOf: async () => ({ all: [key], envoy: key, newestGeneration: 1 }) },
      installerTokens: { metaAuth: async () => null },
      outbound: { send: async () => ({ status: 200, headers: {}, body: Buffer.alloc(0) }) },
      rules: { schedule: { steps: [0, 5], jitterPercent: 0 }, ongoingSeconds: 1, maxJsonDepth: 9 },
      suspensions: {
        async isSuspended() {
          asked++;
          if (asked === 2 || asked === 3) throw new Error('The database is away');
          return false;
        },
      },
    } as unknown as AttemptDeps;
    const job = {
      job_id: 'j',
      event_id: newId(),
      url: scene.receiver.url,
      sealed_config: null,
      space_attributes: '{}',
    } as ClaimedJob;
    const outcome = await attemptJob(deps, job, LIMITS);
    expect(asked).toBe(4);
    expect(outcome).toMatchObject({ next: 'gone', status: 'done', record: { stage: 'answered' } });
  });

  /** By table. */
  type Columns = Record<string, string>;
  const POISON = 'cannot be stored';
  /** As if PostgreSQL could not store such a text. */
  const refuse = (columns: Columns) =>
    Promise.all(
      Object.entries(columns).map(([table, column]) =>
        run(sql`
          alter table ${raw(table)} add constraint poison check (${raw(column)} not like ${raw(`'%${POISON}%'`)})`),
      ),
    );
  const allow = (columns: Columns) =>
    Promise.all(
      Object.keys(columns).map((table) =>
        run(sql`alter table ${raw(table)} drop constraint poison`),
      ),
    );

  test.each([
    ['the body', { jobs: 'first_reply_body', attempts: 'reply_body' }, { other: POISON }],
    [
      'debug information',
      { jobs: 'first_debug_info', attempts: 'debug_info' },
      { debugInfo: POISON },
    ],
    [
      'an attachment',
      { job_attachments: 'attachment' },
      { attachments: [{ label: POISON, value: 1 }] },
    ],
    ['a message', { jobs: 'status_message' }, { message: POISON }],
    [
      'a stored value',
      { install_storage_items: 'value' },
      { effects: { storage: [{ action: 'set', key: 'k', value: POISON }] } },
    ],
  ])(
    'costs an attempt with the reason when %s cannot be stored, and nobody else anything',
    async (_name, columns, body) => {
      await refuse(columns as Columns);
      try {
        scene.receiver.answer = (request) => ({
          status: 200,
          body: request.body.payload.n === 7 ? body : {},
        });
        const ids = await Promise.all(
          Array.from({ length: 20 }, (_, n) =>
            scene.emit({ payload: { n }, identifier: `${n % 10}` }),
          ),
        );
        for (const [n, id] of ids.entries()) {
          if (n === 7) continue;
          const job = await jobIn(server, id, 'done');
          expect(job.attempts).toMatchObject([{ number: 1, stage: 'answered' }]);
        }
        const job = await jobIn(server, ids[7] as string, 'failed');
        expect(job).toMatchObject({ settled_by: 'platform', parked_reason: 'attempts_exhausted' });
        expect(job.attempts).toHaveLength(3);
        for (const attempt of job.attempts) {
          expect(attempt).toMatchObject({
            stage: 'reply',
            status_code: 200,
            error: expect.stringMatching(/^not_recorded: ./),
            reply_body: null,
          });
        }
      } finally {
        await allow(columns as Columns);
      }
    },
  );

  test('costs no attempt while the database takes no record, and is recorded when it does again', async () => {
    await run(sql`create sequence refusals`);
    await run(sql`
      create function refuse_record() returns trigger language plpgsql as $$ begin
        perform nextval('refusals');
        raise exception 'no room' using errcode = '53100';
      end $$`);
    await run(
      sql`create trigger refuse_record before update on jobs for each row execute function refuse_record()`,
    );
    const id = await scene.emit();
    await waitFor(
      async () =>
        (await server.db.query(sql`select 1 from refusals where last_value > 2`)).length > 0,
      { describe: 'records to be refused' },
    );
    await run(sql`drop trigger refuse_record on jobs`);
    const job = await jobIn(server, id, 'done');
    expect(job.attempts).toMatchObject([{ number: 1, stage: 'answered' }]);
    expect(scene.receiver.requests).toHaveLength(1);
    const token = await login(server, scene.install.plugin);
    expect((await asPlugin(server, token, 'PATCH', `/jobs/${id}`, { status: 'done' })).status).toBe(
      200,
    );
  });

  test('costs an attempt when its schedule cannot be read', async () => {
    await run(sql`update plugins set retry_schedule = '[0,' where id = ${scene.install.plugin.id}`);
    scene.receiver.answer = () => (scene.receiver.requests.length === 1 ? 500 : 200);
    const id = await scene.emit();
    await waitFor(async () => (await getJob(id)).attempts.length >= 1, {
      describe: 'the attempt to be recorded',
    });
    await run(sql`update plugins set retry_schedule = null where id = ${scene.install.plugin.id}`);
    const job = await jobIn(server, id, 'done');
    expect(job.attempts).toMatchObject([
      { number: 1, stage: 'reply', error: expect.stringMatching(/^not_recorded: /) },
      { number: 2, stage: 'answered' },
    ]);
  });
});
