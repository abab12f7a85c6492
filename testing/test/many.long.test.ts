import { expect, test } from 'vitest';
import { startPlugboard } from '../src/index.ts';
import { hearing } from './support/plugin.ts';

const FILES = 50;

async function likeATestFile(): Promise<string> {
  await using plugboard = await startPlugboard();
  const space = await plugboard.space();
  const install = await space.install(hearing(['visit']));
  const first = await space.emit('visit', {});
  await first.job.settled();
  install.faults.answer(500);
  const second = await space.emit('visit', {});
  await second.job.attempted();
  await plugboard.time.advance({ hours: 1 });
  const { status, attempts } = await second.job.settled();
  return `${status} after ${attempts.length}: ${install.deliveries.length} of ${space.id}`;
}

test('fifty test files at the same moment have a server each', async () => {
  const outcomes = await Promise.all(Array.from({ length: FILES }, likeATestFile));
  expect(new Set(outcomes)).toEqual(new Set(['done after 2: 3 of 1']));
});
