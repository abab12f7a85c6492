import type { Frame } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
} from '../../server/test/support/plugins.ts';
import { type Receiver, startReceiver } from '../../server/test/support/receiver.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { type EmbedWorld, expectUsable, startEmbedWorld } from './support/embed-world.ts';

const VISIT = 'entry_sign_in';

let world: EmbedWorld;
let worker: Receiver;
beforeAll(async () => {
  [world, worker] = [await startEmbedWorld(), await startReceiver()];
  const { server, spaceId } = world;
  await defineEventType(server, VISIT, { description: 'A visitor signed in' });
  const events = [{ name: VISIT, url: `${worker.url}/door` }];
  const door = await registerPlugin(server, { name: 'Door opener', slug: 'door', events });
  await installPlugin(server, door, spaceId);
  return async () => {
    await world.close();
    await worker.close();
  };
});
beforeEach(() => {
  worker.answer = () => 200;
});
afterEach(() => world.leave());

let visitors = 0;
async function visit(): Promise<string> {
  const identifier = `visitor:${++visitors}`;
  await emit(world.server, world.spaceId, VISIT, { identifier, payload: { name: 'Some Visitor' } });
  return identifier;
}

const rowOf = (frame: Frame, identifier: string) =>
  frame.getByRole('listitem').filter({ has: frame.getByRole('button', { name: identifier }) });

test('what happens arrives by itself; what failed is read as a story, looked at as a job, and retried', async () => {
  const shown = await world.open(world.admin, 'activity');
  const { frame } = shown;
  await frame
    .getByText(/ was installed/)
    .first()
    .waitFor();
  worker.answer = () => 502;
  const identifier = await visit();
  await rowOf(frame, identifier).getByText('retrying').waitFor();
  await frame.getByRole('button', { name: identifier }).click();
  const story = frame.getByRole('region', { name: /the whole story/ });
  await story.getByText('because of the 502').first().waitFor();
  await expectUsable(shown);
  await story.getByRole('link', { name: 'Open the job' }).click();
  await frame.getByRole('heading', { name: 'A visitor signed in', level: 1 }).waitFor();
  await expectUsable(shown);
  worker.answer = () => ({ status: 200, body: { message: 'The door is open' } });
  await frame.getByRole('button', { name: 'Retry' }).click();
  await frame.getByText('The door is open').first().waitFor();
  await frame.getByRole('link', { name: 'Back to the activity' }).click();
  await rowOf(frame, identifier).getByText('done').waitFor();
});

test('of one thing there is what became of it, and nothing else; what happens to it arrives, too', async () => {
  const [mine, other] = [await visit(), await visit()];
  const shown = await world.open(world.admin, 'activity', {
    attributes: { identifier: mine },
    bounds: { identifier: mine },
  });
  const { frame } = shown;
  await rowOf(frame, mine).getByText('done').waitFor();
  expect(await frame.getByText(other).count()).toBe(0);
  expect(await frame.getByLabel('Identifier').count()).toBe(0);
  await emit(world.server, world.spaceId, VISIT, { identifier: mine });
  await waitFor(async () => (await frame.getByRole('button', { name: mine }).count()) === 2, {
    describe: 'the second visit',
  });
  await expectUsable(shown);
});

test('who is no admin sees the same, and retries nothing', async () => {
  worker.answer = () => 502;
  const identifier = await visit();
  const { frame } = await world.open(world.editor, 'activity');
  await rowOf(frame, identifier).getByText('retrying').waitFor();
  await frame.getByRole('button', { name: identifier }).click();
  await frame.getByText('because of the 502').first().waitFor();
  expect(await frame.getByRole('button', { name: 'Retry' }).count()).toBe(0);
});
