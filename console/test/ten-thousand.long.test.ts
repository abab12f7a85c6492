import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from '../../server/src/lib/db.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type DeveloperWorld,
  publishGreeter,
  startDeveloperWorld,
} from './support/developer-world.ts';

const JOBS = 10_000;
const BATCH = 1000;

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
});
afterEach(() => world.leave());
afterAll(() => world.close());

test('ten thousand jobs that failed run again as their developer says, who holds no host key', async () => {
  world.worker.answer = () => ({ status: 500, body: { error: 'The greeter is out' } });
  const { developer, plugin, install } = await publishGreeter(world, 'Broken greeter');
  for (let sent = 0; sent < JOBS; sent += BATCH) {
    const events = Array.from({ length: BATCH }, (_, index) => ({
      space_id: install.spaceId,
      name: 'entry_sign_in',
      identifier: `visitor:${sent + index}`,
      payload: { visitor: { name: `Visitor ${sent + index}` } },
    }));
    const answer = await world.server.api('POST', '/platform/v1/events/batch', { events });
    expect(answer.status, answer.text).toBe(202);
  }
  await all('failed');

  const page = await world.open(developer, `/plugins/${plugin.slug}/deliveries`);
  await page.getByLabel('Status').selectOption('failed');
  world.worker.answer = () => 200;
  await page.getByRole('button', { name: 'Retry 100+ failed' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retry 100+ failed' }).click();
  await page.getByText(/Running again: [\d,]+ of 10,000/).waitFor();
  await all('done');
  await page.getByText('10,000 jobs ran again').waitFor();
  await page.getByRole('heading', { name: 'Nothing failed' }).waitFor();

  async function all(status: string): Promise<void> {
    const progress = () => inStatus(status);
    const isAll = async () => (await progress()) === JOBS;
    await waitFor(isAll, { describe: `all to be ${status}`, progress });
  }

  async function inStatus(status: string): Promise<number> {
    const [row] = await world.server.db.query<{ jobs: number }>(
      sql`select count(*)::int as jobs from jobs where plugin_id = ${plugin.id} and status = ${status}`,
    );
    return row?.jobs ?? 0;
  }
});
