import { expect, onTestFinished } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { newId } from '../../src/lib/ids.ts';
import { openScene, type Scene } from '../delivery/scene.ts';
import type { TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

/** A receiver with one install, whose receiver ends with the test. */
export async function scene(server: TestServer, manifest: object = {}): Promise<Scene> {
  const opened = await openScene(server, manifest);
  onTestFinished(opened.receiver.close);
  return opened;
}

/** All of today, and what clocks differ. */
export const always = () => ({
  since: new Date(Date.now() - 7_200_000).toISOString(),
  until: new Date(Date.now() + 7_200_000).toISOString(),
});

/** Begins a replay of failed jobs. */
export async function replay(server: TestServer, filter: object, more: object = {}) {
  const body = { filter: { status: ['failed', 'parked'], ...always(), ...filter }, ...more };
  const answer = await server.api('POST', '/platform/v1/replays', body);
  expect(answer.status, answer.text).toBe(202);
  return answer.body;
}

export const getReplay = async (server: TestServer, id: number) =>
  (await server.api('GET', `/platform/v1/replays/${id}`)).body;

/** Waits until a replay is done. */
export const replayed = (server: TestServer, id: number) =>
  waitFor(
    async () => {
      const found = await getReplay(server, id);
      return found.state === 'done' ? found : undefined;
    },
    {
      describe: `replay ${id} to be done`,
      progress: async () => {
        const { done, failed } = await getReplay(server, id);
        return done + failed;
      },
    },
  );

/** Jobs that nobody sends: failed as after their last attempt, or settled by their plugin. */
export async function failedJobs(
  server: TestServer,
  { install, event }: Scene,
  jobs: number,
  { settledBy = 'platform' }: { settledBy?: 'platform' | 'plugin' } = {},
): Promise<string[]> {
  const ids = Array.from({ length: jobs }, newId);
  const eventId = newId();
  await server.db.query(sql`
    insert into events (id, space_id, name, payload, occurred_at)
    values (${eventId}, ${install.spaceId}, ${event}, '{}', now())`);
  await server.db.query(sql`
    insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, identifier, status, status_message,
      settled_by, settled_reason, settled_at, parked_reason, first_stage, first_status_code, first_url, first_started_at, first_duration_ms)
    select ${install.id}, id, 1, ${install.plugin.id}, ${eventId}, ${event}, 'subject:' || n, 'failed', 'It was so',
      ${settledBy}, r.reason, now(), r.reason,
      'answered', 500, 'http://x.test/', now(), 1
    from unnest(${ids}::uuid[]) with ordinality as given (id, n),
      (select case when ${settledBy}::text = 'platform' then 'attempts_exhausted' end as reason) r`);
  return ids;
}

/** What the API says of a job. */
export const getJob = async (server: TestServer, id: string) =>
  (await server.api('GET', `/platform/v1/jobs/${id}`)).body;
