import { expect } from 'vitest';
import { asPlugin, login } from '../support/plugins.ts';
import type { TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import type { Load } from './load.ts';

/** What went wrong, one line each; all empty when nothing did. */
export interface Audit {
  lostWrites: string[];
  halfWrites: string[];
  lostJobs: string[];
  needlessRepeats: string[];
  deliveryFaults: string[];
}

export const NOTHING_WRONG: Audit = {
  lostWrites: [],
  halfWrites: [],
  lostJobs: [],
  needlessRepeats: [],
  deliveryFaults: [],
};

/** Stops the load, waits until every job is settled, and compares what is there with what was acknowledged. */
export async function audit(server: TestServer, load: Load): Promise<Audit> {
  await load.stop();
  await waitUntilSettled(server, load);
  const writes = await checkWrites(server, load);
  return {
    ...writes,
    lostJobs: await findLostJobs(server, load),
    needlessRepeats: await findNeedlessRepeats(server, load.worker.repeated()),
    deliveryFaults: load.worker.faults,
  };
}

async function waitUntilSettled(server: TestServer, load: Load): Promise<void> {
  const queued = `/platform/v1/jobs?install_id=${load.install.id}&status=queued&limit=1`;
  await waitFor(async () => (await server.api('GET', queued)).body.data.length === 0, {
    describe: 'all jobs to be settled',
    progress: load.worker.requests,
  });
}

type Values = (keys: string[]) => Promise<unknown[]>;

async function checkWrites(server: TestServer, { ledger, install }: Load) {
  const token = await login(server, install.plugin);
  const values: Values = async (keys) => {
    const found: unknown[] = [];
    for (let from = 0; from < keys.length; from += 1000) {
      const commands = keys.slice(from, from + 1000).map((key) => ({ action: 'get', key }));
      const body = { install_id: install.id, commands };
      const answer = await asPlugin(server, token, 'POST', '/storage', body);
      expect(answer.status, answer.text).toBe(200);
      found.push(...answer.body.data.map((item: { value: unknown } | null) => item?.value));
    }
    return found;
  };
  const found: Pick<Audit, 'lostWrites' | 'halfWrites'> = { lostWrites: [], halfWrites: [] };
  for (const [writer, { acknowledged, open }] of ledger.writers.entries()) {
    const prefix = `writer-${writer}`;
    const both = (n: number) => [`${prefix}/${n}/a`, `${prefix}/${n}/b`];
    const ours = await values(acknowledged.flatMap(both));
    for (const [index, n] of acknowledged.entries()) {
      if (ours[2 * index] !== n || ours[2 * index + 1] !== n)
        found.lostWrites.push(`${prefix}/${n}`);
    }
    const theirs = await values(open.flatMap(both));
    for (const [index, n] of open.entries()) {
      if (theirs[2 * index] !== theirs[2 * index + 1]) found.halfWrites.push(`${prefix}/${n}`);
    }
    found.lostWrites.push(...(await checkOverwritten(values, prefix, acknowledged, open)));
  }
  return found;
}

/** The keys that every pipeline of a writer writes: the last value, and a count of the odd ones. */
async function checkOverwritten(
  values: Values,
  prefix: string,
  acknowledged: number[],
  open: number[],
): Promise<string[]> {
  const [latest, count = 0] = await values([`${prefix}/latest`, `${prefix}/count`]);
  const odd = (numbers: number[]) => numbers.filter((n) => n % 2 === 1).length;
  const least = odd(acknowledged);
  const lost: string[] = [];
  if (latest !== acknowledged.at(-1) && !open.includes(latest as number))
    lost.push(`${prefix}/latest is ${latest}, not ${acknowledged.at(-1)}`);
  if (Number(count) < least || Number(count) > least + odd(open))
    lost.push(`${prefix}/count is ${count}, with ${least} acknowledged and ${odd(open)} open`);
  return lost;
}

async function findLostJobs(server: TestServer, { ledger, install, worker }: Load) {
  const statuses = new Map<string, string>();
  let cursor = '';
  do {
    const path = `/platform/v1/jobs?install_id=${install.id}&limit=200${cursor}`;
    const { body } = await server.api('GET', path);
    for (const { id, status } of body.data) statuses.set(id, status);
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
  } while (cursor !== '');
  return [...ledger.jobs].flatMap(([event, id]) => {
    const status = statuses.get(id);
    if (status === 'done' && worker.jobOf(event) === id) return [];
    return [`${event}: job ${id} is ${status}, and ${worker.jobOf(event)} was delivered`];
  });
}

/** A request may come again only when the one before was asked to be repeated or never settled. */
async function findNeedlessRepeats(server: TestServer, repeated: string[]): Promise<string[]> {
  const needless: string[] = [];
  for (const id of repeated) {
    const { attempts } = (await server.api('GET', `/platform/v1/jobs/${id}`)).body;
    const story: (string | number)[] = attempts.map(endOf);
    const last = story.pop();
    const open = [500, 'lost', 'timeout'];
    if (last !== 200 || story.some((end) => !open.includes(end)))
      needless.push(`job ${id}: ${attempts.map(shown).join(', ')}`);
  }
  return needless;
}

interface Attempt {
  stage: string;
  status_code: number;
  error: string | null;
}

const shown = ({ stage, status_code, error }: Attempt): string =>
  [stage, status_code, error].filter((part) => part !== null).join(' ');

/** How an attempt ended. One whose database was away until its lease was over is as lost as one whose worker was. */
const endOf = ({ stage, status_code, error }: Attempt): string | number => {
  if (stage === 'answered') return status_code;
  return error?.startsWith('not_recorded: The database ') ? 'lost' : stage;
};
