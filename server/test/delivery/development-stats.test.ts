import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { asPerson, develop } from '../registry/development.ts';
import { createPerson } from '../space-api/scene.ts';
import { giveTo } from '../support/collaborators.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { jobIn, openScene } from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
});
afterAll(() => server.close());

test('figures of a plugin are those of its customers: what fails while it is written is not in them', async () => {
  const scene = await openScene(server);
  onTestFinished(scene.receiver.close);
  const { plugin } = scene.install;
  const owner = await createPerson(server);
  await giveTo(server, plugin.id, owner.id);
  const { id: install_id } = await develop(server, owner, plugin.id);

  scene.receiver.answer = () => 412;
  const sample = { install_id, name: scene.event, payload: {} };
  const sent = await asPerson(server, owner, 'POST', '/sample_events', sample);
  expect(sent.status, sent.text).toBe(202);
  await jobIn(server, sent.body.jobs[0].id, 'failed', 1);
  // What is counted later is written later.
  scene.receiver.answer = () => 200;
  await jobIn(server, await scene.emit(), 'done', 1);

  const stats = await waitFor(
    async () => {
      const { body } = await server.api('GET', `/platform/v1/plugins/${plugin.id}/stats`);
      return body.attempts > 0 ? body : undefined;
    },
    { describe: 'an attempt to be counted' },
  );
  expect(stats).toMatchObject({ attempts: 1, done: 1, failed: 0 });
});
