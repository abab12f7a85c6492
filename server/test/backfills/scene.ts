import { expect, onTestFinished } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import type { ReplayStep } from '../../src/replays/step.ts';
import { workOnReplay } from '../../src/replays/work.ts';
import {
  createSpace,
  defineEventType,
  installPlugin,
  registerPlugin,
  type TestInstall,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import type { TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

/** A space in which something has happened before a plugin came that would have heard of it. */
export interface Past {
  receiver: Receiver;
  plugin: TestPlugin;
  spaceId: number;
  event: string;
  /** All that it hears: `event`, and the others that were asked for. */
  events: string[];
  /** Tells an event of the space, and answers its id. */
  tell(fields?: { name?: string; identifier?: string; payload?: unknown }): Promise<string>;
  /** The same for each of these identifiers, one after the other. */
  tellEach(identifiers: string[]): Promise<string[]>;
  install(backfill?: object): Promise<TestInstall>;
}

let pasts = 0;

/** Begins one, with a plugin that hears `event`, and as many others. */
export async function openPast(
  server: TestServer,
  manifest: object = {},
  others = 0,
): Promise<Past> {
  const receiver = await startReceiver();
  onTestFinished(receiver.close);
  const event = `past_happened_${++pasts}`;
  const events = [event, ...Array.from({ length: others }, (_, at) => `${event}_${at}`)];
  for (const name of events) await defineEventType(server, name);
  const subscriptions = events.map((name) => ({ name, url: `${receiver.url}/hook` }));
  const plugin = await registerPlugin(server, { events: subscriptions, ...manifest });
  const spaceId = await createSpace(server);
  const tell: Past['tell'] = async (fields = {}) => {
    const body = { space_id: spaceId, name: event, payload: {}, ...fields };
    const answer = await server.api('POST', '/platform/v1/events', body);
    expect(answer.status, answer.text).toBe(202);
    return answer.body.event.id;
  };
  return {
    receiver,
    plugin,
    spaceId,
    event,
    events,
    tell,
    async tellEach(identifiers) {
      const ids: string[] = [];
      for (const identifier of identifiers) ids.push(await tell({ identifier }));
      return ids;
    },
    async install(backfill) {
      if (backfill === undefined) return installPlugin(server, plugin, spaceId);
      const path = `/platform/v1/spaces/${spaceId}/installs`;
      const answer = await server.api('POST', path, { plugin_id: plugin.id, backfill });
      expect(answer.status, answer.text).toBe(201);
      return { id: answer.body.id, spaceId, plugin };
    },
  };
}

/** Begins a backfill of an install. */
export async function backfill(
  server: TestServer,
  { id }: TestInstall,
  asked: object = { days: 1 },
) {
  const answer = await server.api('POST', `/platform/v1/installs/${id}/backfills`, asked);
  expect(answer.status, answer.text).toBe(202);
  return answer.body;
}

/** A function by which the host does something, which has to work; answers what it was told. */
export const actingOn =
  (server: () => TestServer) =>
  async (path: string, body?: unknown, method = 'POST') => {
    const answer = await server().api(method, `/platform/v1${path}`, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.body;
  };

/** What the API says of the newest backfill of an install. */
export const newest = async (server: TestServer, { id }: TestInstall) =>
  (await server.api('GET', `/platform/v1/installs/${id}/backfills?limit=1`)).body.data[0];

/** Waits until the newest backfill of an install is over. */
export const backfilled = (server: TestServer, install: TestInstall) =>
  waitFor(
    async () => {
      const found = await newest(server, install);
      return found.state === 'running' ? undefined : found;
    },
    {
      describe: `the backfill of install ${install.id} to be over`,
      progress: async () => {
        const { done, failed } = await newest(server, install);
        return done + failed;
      },
    },
  );

/** The events that a receiver was told of, in order: by their traces, which are named after them. */
export const heard = ({ requests }: Receiver): string[] =>
  requests.map(({ headers }) => idOf(String(headers.traceparent).split('-')[1] as string));

const idOf = (hex: string): string =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** What is queued of an install, lane by lane. */
export const queueOf = ({ db }: TestServer, { id }: { id: number }) =>
  db.query<{ identifier: string | null; state: string; is_old: boolean }>(sql`
    select identifier, state, backfill_id is not null as is_old from job_queue
    where install_id = ${id} order by identifier, seq`);

/** Its lanes as they wait: where each job stands, those of the past in capitals. */
export async function lanesOf(
  server: TestServer,
  install: { id: number },
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { identifier, state, is_old } of await queueOf(server, install)) {
    const shown = is_old ? state.toUpperCase() : state;
    const name = identifier ?? '';
    found[name] = name in found ? `${found[name]} ${shown}` : shown;
  }
  return found;
}

/** Takes one step of a backfill; what it waits for by the clock is over by then. */
export async function stepOf({ db }: TestServer, id: number, share: number): Promise<ReplayStep> {
  await db.query(sql`
    update replays set seen_active_at = seen_active_at - interval '1 second' where id = ${id} and until is null`);
  return workOnReplay(db, id, share);
}

/** How far a backfill has come with reading. */
async function readingOf({ db }: TestServer, id: number) {
  const [row] = await db.query<{ is_read: boolean; found: number; after_id: string | null }>(sql`
    select is_read, found, after_id from replays where id = ${id}`);
  return row as { is_read: boolean; found: number; after_id: string | null };
}

/** Takes one step after the other until all is read. Answers how many jobs there were after each that read something. */
export async function readAll(server: TestServer, id: number, share = 0): Promise<number[]> {
  const found: number[] = [];
  for (let before = await readingOf(server, id); !before.is_read; ) {
    await stepOf(server, id, share);
    const now = await readingOf(server, id);
    if (now.after_id !== before.after_id) found.push(now.found);
    before = now;
  }
  return found;
}
