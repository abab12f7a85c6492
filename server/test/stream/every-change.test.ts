import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { queueBackfilled, unmakeUnsent } from '../../src/jobs/backfill.ts';
import { takeOutStopped } from '../../src/jobs/backfill-stopped.ts';
import { moveDueJobs } from '../../src/jobs/due.ts';
import { unmakeUnsentOfDay } from '../../src/jobs/queued-of-day.ts';
import { queueForReplay, unqueueUnsent } from '../../src/jobs/replay.ts';
import { resumeJobsOfPlugin } from '../../src/jobs/resume.ts';
import { sql } from '../../src/lib/db.ts';
import { newId } from '../../src/lib/ids.ts';
import { idsOf } from '../../src/lib/partitions.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import { moveInstalls } from '../../src/roll-outs/move-installs.ts';
import { tour } from '../caches/tour.ts';
import { type Seen, seenIn, type Write, watch } from '../caches/witness.ts';
import { jobIn, jobWaits, openScene } from '../delivery/scene.ts';
import { comeBackAndAgree } from '../installs/setup/scene.ts';
import { formOf, readStatements, type Statement } from '../statements/read-statements.ts';
import { withConnection } from '../support/connection.ts';
import { createTestDatabase } from '../support/database.ts';
import { addMember, bearerOf, createPerson } from '../support/people.ts';
import { asPlugin, login, registerPartnerPlugin, type TestInstall } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';

// Somebody listens to everything, the server does whatever it can, and PostgreSQL notes every row of a job or an install that is written.

// The compiler reads the whole server, and then the server does whatever it can.
const PATIENCE_MS = 600_000;

/** Functions whose statements change what nobody is told of. */
const UNTOLD: Record<string, string> = {
  eraseReplies: 'what the plugin said of jobs goes with the erased install, which is told of',
  deleteJobsOfInstalls: 'the jobs go with their install, which is told of',
  replaceSealedPart: 'what is sealed with another key is the same',
  noteJudged: 'by which release a set-up was looked at is shown nowhere',
  rememberFarewell: 'which job tells of the uninstall is shown nowhere',
};

/** A change that was written down for who listens to the plugin. */
interface Told {
  transaction: string;
  job_id: string | null;
  install_id: string;
}

let statements: Statement[];
let seen: Seen;
let told: Told[];
beforeAll(async () => {
  ({ statements } = await readStatements(fileURLToPath(import.meta.url)));
  const database = await createTestDatabase();
  await watch(database.url, ['jobs', 'installs']);
  await withConnection(database.url, (client) =>
    client.query(`insert into stream_watches (kind, watched_id, since, until)
      select 'plugin', id, now(), 'infinity' from generate_series(1, 1000) id`),
  );
  const server = await startTestServer({
    database,
    delivery: true,
    env: {
      PLUGBOARD_SPACE_API_RATE_LIMIT: '0',
      PLUGBOARD_RETRY_SCHEDULE: '0,1000,1000',
      PLUGBOARD_POLL_MS: '50',
    },
  });
  await tour(server);
  await jobs(server);
  await setUp(server);
  await tryOut(server);
  await server.close();
  seen = await seenIn(database.url);
  told = await withConnection(database.url, async (client) => {
    const { rows } = await client.query<Told>(
      'select transaction::text, job_id::text, install_id::text from stream_changes',
    );
    return rows;
  });
  return database.drop;
}, PATIENCE_MS);

const passTime = (server: TestServer, job: string) =>
  server.db.query(sql`update job_queue set due_at = now() where job_id = ${job}`);

const ask = async (server: TestServer, method: string, path: string, body?: object) => {
  const answer = await server.api(method, `/platform/v1${path}`, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
};

/** Has a step submitted, and another one fail. */
/** What a developer tries out, and changes. */
async function tryOut(server: TestServer): Promise<void> {
  const headers = await bearerOf(server, (await createPerson(server)).id);
  const { id, slug } = await registerPartnerPlugin(server, headers);
  const path = `${server.url}/platform/v1/plugins/${id}`;
  const made = await send(`${path}/development_install`, 'POST', undefined, headers);
  expect(made.status, made.text).toBe(201);
  const manifest = { name: 'Tried out', slug };
  const written = await send(`${path}/manifest`, 'PUT', manifest, headers);
  expect(written.status, written.text).toBe(201);
}

async function setUp(server: TestServer): Promise<void> {
  const { receiver, install } = await openScene(server);
  const { id, slug } = install.plugin;
  const setup_steps = [
    { type: 'form', title: 'Form', fields: [{ key: 'note', type: 'text', label: 'Note' }] },
    { type: 'popup', title: 'Page', content_url: receiver.url, validation_url: receiver.url },
  ];
  await ask(server, 'PUT', `/plugins/${id}/manifest`, { name: slug, slug, setup_steps });
  const steps = `/installs/${install.id}/setup`;
  await ask(server, 'POST', `${steps}/0/submit`, { payload: { note: 'x' } });
  receiver.answer = () => 500;
  const { url } = await ask(server, 'POST', `${steps}/1/start`);
  const state = new URL(url).searchParams.get('state') as string;
  await comeBackAndAgree(server, { state });
  const after = await ask(server, 'GET', steps);
  expect(after.steps[1].message).toEqual(expect.any(String));
}

/** Has a backfill make another job of the event of one, and set it aside since its endpoint is disabled. */
async function setAside(server: TestServer, { id, plugin }: TestInstall, of: string) {
  const { event_id, name } = await ask(server, 'GET', `/jobs/${of}`);
  const [endpoint] = await server.db.query<{ id: number }>(sql`
    select id from endpoints where plugin_id = ${plugin.id} and event_name = ${name}`);
  const made = {
    id: newId(),
    install_id: id,
    install_generation: 1,
    plugin_id: plugin.id,
    event_id,
    name,
    identifier: null,
    created_at: '2026-01-01T00:00:00Z',
    endpoint_id: endpoint?.id as number,
    in_lane: false,
  };
  await server.pool.transaction(async (tx) => {
    await queueBackfilled(tx, 1, [made]);
    await takeOutStopped(tx, 1, id, 1);
  });
}

/** Has jobs go every way that there is. */
async function jobs(server: TestServer): Promise<void> {
  const scene = await openScene(server);
  const { receiver, install, event } = scene;
  const plugin = `/plugins/${install.plugin.id}`;
  const endpoint = `${plugin}/endpoints/${event}`;
  const token = await login(server, install.plugin);
  const patch = async (id: string, body: object) =>
    expect((await asPlugin(server, token, 'PATCH', `/jobs/${id}`, body)).status).toBe(200);

  await server.pool.transaction((tx) => moveInstalls(tx, install.plugin.id, [install.id], 1));

  // Settled alone, with an attachment, and with others behind it in its lane.
  await jobIn(server, await scene.emit(), 'done', 1);
  receiver.answer = () => ({
    status: 200,
    body: { attachments: [{ label: 'x', value: 'y' }], effects: { config: { a: 1 } } },
  });
  await jobIn(server, await scene.emit(), 'done', 1);
  receiver.answer = () => 200;
  for (const id of [await scene.emit({ identifier: 'a' }), await scene.emit({ identifier: 'a' })])
    await jobIn(server, id, 'done', 1);

  // Retried by the schedule and by hand, until no attempt is left; then once more, and again after its verdict.
  receiver.answer = () => 500;
  const failing = await scene.emit();
  await jobWaits(server, failing, 'scheduled');
  await ask(server, 'POST', `/jobs/${failing}/retry`);
  await jobIn(server, failing, 'queued', 2);
  await jobWaits(server, failing, 'scheduled');
  await passTime(server, failing);
  await jobIn(server, failing, 'queued', 3);
  await jobWaits(server, failing, 'scheduled');
  await passTime(server, failing);
  await jobIn(server, failing, 'failed', 4);
  receiver.answer = () => 200;
  await ask(server, 'POST', `/jobs/${failing}/retry`);
  await jobIn(server, failing, 'done', 5);
  await ask(server, 'POST', `/jobs/${failing}/resend`);
  await jobIn(server, failing, 'done', 6);

  // Accepted, then settled by the plugin, or by nobody.
  receiver.answer = () => 202;
  const [accepted, forgotten] = [await scene.emit(), await scene.emit()];
  for (const id of [accepted, forgotten]) await jobIn(server, id, 'ongoing', 1);
  await patch(accepted, { status_message: 'Under way' });
  await patch(accepted, { status: 'done' });
  await passTime(server, forgotten);
  await moveDueJobs(server.pool, { steps: [0], jitterPercent: 0 });
  await jobIn(server, forgotten, 'failed');

  // Queued by a replay, and taken out again before it was sent.
  await server.pool.transaction(async (tx) => {
    const [endpoint] = await tx.query<{ id: number }>(sql`
      select id from endpoints where plugin_id = ${install.plugin.id}`);
    const endpoint_id = endpoint?.id as number;
    const was = { status: 'failed', parked_reason: null, is_stopped: false, endpoint_id } as const;
    const chosen = { ...was, install_id: install.id, job_id: forgotten };
    await queueForReplay(tx, 1, [chosen], false);
    const before = { ...chosen, settled_at: '2026-01-01T00:00:00Z', is_resend: false };
    await unqueueUnsent(tx, 1, [before]);
  });
  await jobIn(server, forgotten, 'failed');

  // Made by a backfill that was ended before it was sent, and by one that is not sent when its day is over.
  await server.pool.transaction(async (tx) => {
    const made = {
      id: newId(),
      install_id: install.id,
      install_generation: 1,
      plugin_id: install.plugin.id,
      event_id: newId(),
      name: scene.event,
      identifier: null,
      created_at: '2026-01-01T00:00:00Z',
      endpoint_id: 1,
      in_lane: false,
    };
    await queueBackfilled(tx, 1, [made]);
    await unmakeUnsent(tx, 1, 1);
    await queueBackfilled(tx, 1, [{ ...made, id: newId() }]);
    await unmakeUnsentOfDay(tx, { replay_id: 1, endpoint_id: 1 }, idsOf(new Date()), 1);
  });

  // Cancelled, lost by its worker, and without anybody to send it to.
  receiver.answer = () => 500;
  const [cancelled, lost] = [await scene.emit(), await scene.emit()];
  for (const id of [cancelled, lost]) await jobWaits(server, id, 'scheduled');
  await ask(server, 'POST', `/jobs/${cancelled}/cancel`);
  await server.db.query(sql`
    update job_queue set state = 'leased', claim = nextval('job_claims'), due_at = now() where job_id = ${lost}`);
  await moveDueJobs(server.pool, { steps: [0], jitterPercent: 0 });
  receiver.answer = () => 200;

  // Parked for each reason, and resumed; for two reasons one after the other.
  await ask(server, 'POST', `${endpoint}/disable`, {});
  const parked = await scene.emit({ identifier: 'b' });
  await setAside(server, install, parked);
  await ask(server, 'POST', `${plugin}/suspend`, {});
  const twice = await scene.emit({ identifier: 'b' });
  await ask(server, 'POST', `${endpoint}/enable`);
  await ask(server, 'POST', `${plugin}/resume`);
  for (const id of [parked, twice]) await jobIn(server, id, 'done', 1);

  // Handed from one who resumes to another, as both are at it.
  await ask(server, 'POST', `${plugin}/suspend`, {});
  const handed = await scene.emit({ identifier: 'c' });
  const { id } = install.plugin;
  await server.pool.transaction(async (tx) => {
    await tx.query(sql`update plugins set suspended_at = null where id = ${id}`);
    await tx.query(sql`insert into resumptions (plugin_id) values (${id})`);
    await tx.query(sql`insert into resumptions (install_id) values (${install.id})`);
    await resumeJobsOfPlugin(tx, id);
  });
  await ask(server, 'POST', `${plugin}/suspend`, {});
  await ask(server, 'POST', `${plugin}/resume`);
  await jobIn(server, handed, 'done', 1);

  // Its space says what its page is given.
  const admin = await createPerson(server);
  await addMember(server, install.spaceId, admin.id);
  const own = await ask(server, 'POST', '/personal_access_tokens', {
    user_id: admin.id,
    name: 'own',
  });
  const provision = `/v1/spaces/${install.spaceId}/app_provisions/${install.plugin.id}`;
  const given = { app_provision: { public_config: 'x' } };
  const answer = await send(server.url + provision, 'PUT', given, { authorization: own.token });
  expect(answer.status, answer.text).toBe(200);

  // Withdrawn with the install, which is erased, and deleted with its space.
  receiver.answer = () => 500;
  await jobWaits(server, await scene.emit(), 'scheduled');
  await ask(server, 'DELETE', `/installs/${install.id}`);
  await ask(server, 'POST', `/installs/${install.id}/restore`);
  await ask(server, 'DELETE', `/installs/${install.id}`);
  await server.db.query(sql`update installs set erase_after = now() where id = ${install.id}`);
  await maintain({ db: server.pool, vault: server.vault, config: server.config, log: silent });
  await ask(server, 'DELETE', `/spaces/${install.spaceId}`);
  await receiver.close();
}

const nothing = () => undefined;
// biome-ignore lint/suspicious/noExplicitAny: of a logger only what is called
const silent: any = { info: nothing, warn: nothing, error: nothing, debug: nothing };

const tableOf = ({ table }: Write): 'jobs' | 'installs' =>
  table.startsWith('jobs') ? 'jobs' : 'installs';

/** What of a row nobody is shown. */
const HIDDEN = ['farewell_job', 'first_stage', 'uncommon_status'];

const isShown = ({ kind, changed }: Write): boolean =>
  kind !== 'UPDATE' || changed.some((column) => !HIDDEN.includes(column));

const isUntold = ({ statement }: Write): boolean =>
  statements.some(
    (one) =>
      Object.hasOwn(UNTOLD, one.function) &&
      one.forms.some((form) => formOf(form).text === statement),
  );

// The test's own, and rows that move to the partition of their day as they are.
const isChange = ({ statement }: Write): boolean =>
  !/^\s*(?:update installs set erase_after = now\(\)|with moved as \(delete from jobs_default)/.test(
    statement,
  );

function isTold(write: Write): boolean {
  const { transaction, row } = write;
  return told.some(
    (change) =>
      change.transaction === transaction &&
      (tableOf(write) === 'jobs'
        ? change.job_id === row.id
        : change.job_id === null && change.install_id === String(row.id)),
  );
}

test('every change of a job or an install is written down in its transaction', () => {
  const silent = seen.writes.filter(
    (write) => isChange(write) && isShown(write) && !isUntold(write) && !isTold(write),
  );
  const shown = silent.map(
    ({ table, kind, changed, statement }) =>
      `${kind} of ${table} (${changed.join(', ')}) by ${statement.trim().slice(0, 200)}`,
  );
  expect([...new Set(shown)]).toEqual([]);
});

// How it begins tells it from others; what it is given takes many forms.
const writeIn = (text: string): string | undefined =>
  /\b(?:insert into|update|delete from) (?:jobs|installs)\b[^$]{0,60}/.exec(text)?.[0];

test('every statement that changes a job or an install was seen to', () => {
  const texts = [...new Set(seen.writes.map(({ statement }) => statement))];
  const unseen = statements.filter((statement) => {
    const writes = statement.forms.flatMap((form) => writeIn(formOf(form).text) ?? []);
    return writes.length > 0 && !writes.some((write) => texts.some((text) => text.includes(write)));
  });
  const names = unseen.map((statement) => statement.function);
  expect([...new Set(names)].filter((name) => !Object.hasOwn(UNTOLD, name))).toEqual([]);
});
