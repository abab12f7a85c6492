import { expect, onTestFinished, test, vi } from 'vitest';
import { askForTime, databaseNow } from '../../src/lib/clock.ts';
import { openDatabase, sql } from '../../src/lib/db.ts';
import { isUuid, newId } from '../../src/lib/ids.ts';
import { createTestDatabase } from '../support/database.ts';

const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

test('ids ascend, within a millisecond too, and are UUIDs of version 7', () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect(ids.every((id) => isUuid(id) && id[14] === '7')).toBe(true);
  expect([...new Set(ids)].sort()).toEqual(ids);
  expect(new Set(ids.map(timeOf)).size).toBeLessThan(ids.length);
});

test('a clock that is set while we run sets nothing in ids', () => {
  const before = timeOf(newId());
  for (const days of [40, -40]) {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    expect(timeOf(newId()) - before).toBeLessThan(86_400_000);
    expect(timeOf(newId())).toBeGreaterThanOrEqual(before);
    vi.useRealTimers();
  }
});

/** A database of which the clock is as far off as that. */
const databaseAt = (offMs: number) => ({
  query: async <Row>() => [{ now: new Date(Date.now() + offMs) }] as Row[],
});

test('ids follow the time of the database, also back', async () => {
  const far = 40 * 86_400_000;
  await askForTime(databaseAt(far));
  expect(timeOf(newId())).toBeGreaterThan(Date.now() + far / 2);
  await askForTime(databaseAt(0));
  expect(timeOf(newId())).toBeLessThan(Date.now() + far / 2);
  // What is asked every few seconds moves it by milliseconds: ids ascend all the same.
  const ids: string[] = [];
  for (const off of [50, 0, 30, -50, 0]) {
    await askForTime(databaseAt(off));
    ids.push(newId(), newId());
  }
  expect([...ids].sort()).toEqual(ids);
});

test('the time is that of the database', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const db = openDatabase({ url: database.url, poolSize: 1 });
  onTestFinished(db.close);
  await askForTime(db);
  const ask = async () => {
    const [row] = await db.query<{ now: Date }>(sql`select clock_timestamp() as now`);
    return row?.now.getTime() as number;
  };
  const before = await ask();
  const now = databaseNow();
  const after = await ask();
  // What the question took is divided by halves: it is off by less than that.
  const roundTrip = after - before + 1000;
  expect(now).toBeGreaterThanOrEqual(before - roundTrip);
  expect(now).toBeLessThanOrEqual(after + roundTrip);
});
