import { createPlugin, refuse, text } from '@plugboard/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ events: ['entry_sign_in', 'entry_sign_out'] });
});
afterAll(() => world.close());

test('a handler stores, answers a verdict with attachments, and its effects come along', async () => {
  const plugin = createPlugin(world.credentials).on('entry_sign_in', async ({ job, storage }) => {
    const [badge] = await storage.pipeline().setUniqueNum('badge:1', { min: 1, max: 999 });
    return job.done(`Badge ${badge.value}`, {
      attachments: [text('Badge', badge.value)],
      effects: storage.set('last', badge.value),
    });
  });
  world.serve(plugin);
  const job = await world.settled(await world.tell('entry_sign_in'));
  const last = await plugin.install(world.install.id).storage.get<number>('last');
  expect(last?.value).toBeGreaterThan(0);
  expect(job).toMatchObject({ status: 'done', status_message: `Badge ${last?.value}` });
  expect(job.attachments).toMatchObject([
    { type: 'text', label: 'Badge', value: `${last?.value}` },
  ]);
});

test('nothing returned is done, a refusal has failed for good', async () => {
  world.serve(
    createPlugin(world.credentials)
      .on('entry_sign_in', async () => {})
      .on('entry_sign_out', () => refuse('The gate is locked')),
  );
  const jobs = [await world.tell('entry_sign_in'), await world.tell('entry_sign_out')];
  const [done, failed] = await Promise.all(jobs.map((id) => world.settled(id)));
  expect(done).toMatchObject({ status: 'done', status_message: null });
  expect(failed).toMatchObject({ status: 'failed', status_message: 'The gate is locked' });
});
