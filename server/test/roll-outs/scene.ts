import { expect } from 'vitest';
import { giveTo } from '../support/collaborators.ts';
import { type Browser, createPerson, signIn } from '../support/people.ts';
import { createSpace, installPlugin, registerPlugin, type TestPlugin } from '../support/plugins.ts';
import type { Answer, TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

/** A plugin with its developer and its installs. */
export interface Scene {
  server: TestServer;
  plugin: TestPlugin;
  developer: Browser;
  developerId: number;
  installs: number[];
}

/** One whose release 1 is what everybody is on. */
export async function rollOutScene(
  server: TestServer,
  installs: number,
  manifest: object = {},
  config: object = {},
): Promise<Scene> {
  const plugin = await registerPlugin(server, { ...manifest });
  const person = await createPerson(server);
  await giveTo(server, plugin.id, person.id);
  const developer = await signIn(server, person.id);
  const scene = { server, plugin, developer, developerId: person.id, installs: [] as number[] };
  for (let n = 0; n < installs; n++) scene.installs.push(await installAnew(scene, config));
  return scene;
}

export async function installAnew({ server, plugin }: Scene, config: object = {}): Promise<number> {
  const spaceId = await createSpace(server);
  return (await installPlugin(server, plugin, spaceId, { config })).id;
}

/** Publishes the next release as its developer does, to be rolled out later unless something else is said. Answers its number. */
export async function publishLater(
  { server, plugin, developer }: Scene,
  manifest: object,
  rollOut: 'later' | 'at_once' = 'later',
): Promise<number> {
  const path = `/plugins/${plugin.id}`;
  const put = await developer.call('PUT', `${path}/manifest`, {
    name: plugin.slug,
    slug: plugin.slug,
    ...manifest,
  });
  expect(put.status, put.text).toBe(201);
  const { number } = put.body.release;
  const submitted = await developer.call('POST', `${path}/releases/${number}/submit`, {
    roll_out: rollOut,
  });
  expect(submitted.status, submitted.text).toBe(200);
  const review = { verdict: 'approve', message: 'Looked at' };
  const reviewed = await server.api(
    'POST',
    `/platform/v1${path}/releases/${number}/review`,
    review,
  );
  expect(reviewed.status, reviewed.text).toBe(200);
  return number;
}

export const rollOut = (
  { developer, plugin }: Scene,
  release: number,
  body: object,
): Promise<Answer> =>
  developer.call('POST', `/plugins/${plugin.id}/releases/${release}/roll_out`, body);

export const rollBack = ({ developer, plugin }: Scene, release: number): Promise<Answer> =>
  developer.call('POST', `/plugins/${plugin.id}/releases/${release}/roll_back`, {});

/** Waits until a roll-out that was just answered is in a state, and answers it. */
export async function until(
  { developer, plugin }: Scene,
  answer: Answer,
  state: string,
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what it is
): Promise<any> {
  expect(answer.status, answer.text).toBe(202);
  const read = async () =>
    (await developer.call('GET', `/plugins/${plugin.id}/roll_outs/${answer.body.id}`)).body;
  return waitFor(
    async () => {
      const one = await read();
      return one.state === state ? one : undefined;
    },
    {
      describe: `the roll-out to be "${state}"`,
      progress: async () => JSON.stringify(await read()),
    },
  );
}

/** What became of the installs of a roll-out, by state. */
export async function outcomes(
  { developer, plugin }: Scene,
  rollOutId: number,
  state?: string,
): Promise<{ install_id: number; state: string; message: string | null; changed: string[] }[]> {
  const query = state === undefined ? '' : `&state=${state}`;
  const path = `/plugins/${plugin.id}/roll_outs/${rollOutId}/installs?limit=200${query}`;
  return (await developer.call('GET', path)).body.data;
}

export async function currentRelease({ server, plugin }: Scene): Promise<number> {
  return (await server.api('GET', `/platform/v1/plugins/${plugin.id}`)).body.current_release;
}

/** The kinds of what the developer was told, newest first. */
export async function notices({ developer, plugin }: Scene): Promise<string[]> {
  const answer = await developer.call('GET', `/plugins/${plugin.id}/notices`);
  return answer.body.data.map(({ kind }: { kind: string }) => kind);
}
