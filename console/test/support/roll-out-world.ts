import { expect } from 'vitest';
import { signIn, type TestPerson } from '../../../server/test/support/people.ts';
import {
  createSpace,
  installPlugin,
  type TestPlugin,
} from '../../../server/test/support/plugins.ts';
import type { ReceivedRequest } from '../../../server/test/support/receiver.ts';
import { type DeveloperWorld, publishGreeter } from './developer-world.ts';

/** A plugin whose next release is approved, and waits for its developer. */
export interface RollOutWorld {
  developer: TestPerson;
  plugin: TestPlugin;
  /** Of the spaces `Reception 1` and so on. */
  installs: number[];
  /** What installs are on. */
  current: number;
  /** The one that waits. */
  next: number;
}

/**
 * Publishes it.
 *
 * @param manifest what the next release says beside its name.
 */
export async function approveNext(
  world: DeveloperWorld,
  name: string,
  { installs: count, manifest }: { installs: number; manifest: object },
): Promise<RollOutWorld> {
  const { server } = world;
  const { developer, plugin, install } = await publishGreeter(world, name);
  await server.api('PATCH', `/platform/v1/spaces/${install.spaceId}`, { name: 'Reception 1' });
  const config = { greeting: 'Hello' };
  await server.api('PATCH', `/platform/v1/installs/${install.id}/config`, { config });
  const installs = [install.id];
  for (let n = 2; n <= count; n++) {
    const spaceId = await createSpace(server, { name: `Reception ${n}` });
    installs.push((await installPlugin(server, plugin, spaceId, { config })).id);
  }
  const { body } = await server.api('GET', `/platform/v1/plugins/${plugin.id}`);
  const said = { name, slug: plugin.slug, ...manifest };
  const next = await approveLater(world, { developer, plugin }, said);
  return { developer, plugin, installs, current: body.current_release, next };
}

async function approveLater(
  { server }: DeveloperWorld,
  { developer, plugin }: Pick<RollOutWorld, 'developer' | 'plugin'>,
  manifest: object,
): Promise<number> {
  const browser = await signIn(server, developer.id);
  const path = `/plugins/${plugin.id}`;
  const put = await browser.call('PUT', `${path}/manifest`, manifest);
  const { number } = put.body.release;
  const release = `${path}/releases/${number}`;
  const submitted = await browser.call('POST', `${release}/submit`, { roll_out: 'later' });
  const review = { verdict: 'approve', message: 'Looked at' };
  const reviewed = await server.api('POST', `/platform/v1${release}/review`, review);
  expect([put.status, submitted.status, reviewed.status]).toEqual([201, 200, 200]);
  return number;
}

/** What the plugin makes of settings: `greeting` is called `hello` from the next release on. */
export function migrated({ body }: ReceivedRequest): { status: number; body: object } {
  const { greeting, ...others } = body.meta.config;
  return { status: 200, body: { ...others, hello: greeting } };
}

/** Whether a request asks what to make of settings. */
export const isMigration = ({ body }: ReceivedRequest): boolean =>
  body?.meta?.route === 'migration';
