import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { sql } from '../../../server/src/lib/db.ts';
import { sharedBrowser } from '../../../server/test/support/browser.ts';
import { bearerOf, createPerson, type TestPerson } from '../../../server/test/support/people.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPartnerPlugin,
  type TestInstall,
  type TestPlugin,
} from '../../../server/test/support/plugins.ts';
import { type Receiver, startReceiver } from '../../../server/test/support/receiver.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { waitFor } from '../../../server/test/support/wait-for.ts';
import { noteComplaints, signedIn, startForBrowsers } from './browsers.ts';

// Two more attempts at once, and no others.
const PLUGBOARD_RETRY_SCHEDULE = '0,0.02,0.02';

// Who is not invited is no developer.
const PLUGBOARD_DEVELOPERS = 'invited';

/** What plugins are told of. */
export const VISIT = 'entry_sign_in';

/** A server on which people develop plugins, and what these are served by. */
export interface DeveloperWorld {
  server: TestServer;
  worker: Receiver;
  /** Opens a page as somebody who is signed in. */
  open(person: { id: number }, path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Opens an address as somebody who has never been here. */
  openAt(address: string): Promise<Page>;
  /** After each test: closes what was opened. @throws where a browser complained of something. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

// What was asked for in vain is told of on the page, and in the browser's console, too.
const REFUSED = /status of [45]\d\d/;

/**
 * Starts it.
 *
 * @param env settings that differ from these.
 */
export async function startDeveloperWorld(
  env: Record<string, string> = {},
): Promise<DeveloperWorld> {
  const worker = await startReceiver();
  const server = await startForBrowsers({
    delivery: true,
    env: { PLUGBOARD_RETRY_SCHEDULE, PLUGBOARD_DEVELOPERS, ...env },
  });
  await defineEventType(server, VISIT, { description: 'A visitor signed in' });
  const opened: Page[] = [];
  const complaints: string[] = [];
  return {
    server,
    worker,
    async open({ id }, path, options) {
      const page = await signedIn(server, id, options);
      opened.push(page);
      noteComplaints(page, complaints, REFUSED);
      await page.goto(path);
      return page;
    },
    async openAt(address) {
      const browser = await sharedBrowser();
      const context = await browser.newContext({ locale: 'en' });
      const page = await context.newPage();
      opened.push(page);
      noteComplaints(page, complaints, REFUSED);
      await page.goto(address);
      return page;
    },
    async leave() {
      for (const page of opened.splice(0)) await page.context().close();
      expect(complaints.splice(0)).toEqual([]);
    },
    async close() {
      await server.close();
      await worker.close();
    },
  };
}

/** Somebody with a plugin that only they see. */
export async function startDeveloping(
  world: DeveloperWorld,
  name: string,
): Promise<{ developer: TestPerson; plugin: TestPlugin }> {
  const { server } = world;
  const developer = await createPerson(server, { friendly_name: 'Dora Developer' });
  await letDevelop(world, developer);
  const plugin = await registerPartnerPlugin(server, await bearerOf(server, developer.id), {
    name,
  });
  return { developer, plugin };
}

/** The same with a plugin that is published, hears of visits, and is installed in a space. */
export async function publishGreeter(
  world: DeveloperWorld,
  name: string,
  manifest: object = {},
): Promise<{ developer: TestPerson; plugin: TestPlugin; install: TestInstall }> {
  const { server, worker } = world;
  const { developer, plugin } = await startDeveloping(world, name);
  const events = [{ name: VISIT, url: `${worker.url}/${plugin.slug}` }];
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  const answer = await server.api('PUT', path, { name, slug: plugin.slug, events, ...manifest });
  expect(answer.status, answer.text).toBe(201);
  const spaceId = await createSpace(server, { name: 'Reception' });
  const install = await installPlugin(server, plugin, spaceId);
  return { developer, plugin, install };
}

/** Somebody who runs the product. */
export async function createOperator({ server }: DeveloperWorld): Promise<TestPerson> {
  const person = await createPerson(server, { friendly_name: 'Olga Operator' });
  await server.db.query(sql`update users set is_operator = true where id = ${person.id}`);
  return person;
}

/** Lets somebody register plugins of their own. */
export async function letDevelop(
  { server }: DeveloperWorld,
  { id }: { id: number },
): Promise<void> {
  await server.db.query(sql`insert into developers (user_id) values (${id})`);
}

/** Visitors sign in, known as `visitor:1` and so on; answers the jobs. */
export async function visits(
  { server }: DeveloperWorld,
  { spaceId }: TestInstall,
  count: number,
): Promise<string[]> {
  const jobs: string[] = [];
  for (let visitor = 1; visitor <= count; visitor++) {
    const told = await emit(server, spaceId, VISIT, {
      identifier: `visitor:${visitor}`,
      payload: { visitor: { name: `Visitor ${visitor}` } },
    });
    jobs.push(...told.jobs.map(({ id }) => id));
  }
  return jobs;
}

/** Waits until nothing more is sent of these jobs by itself. */
export async function settled({ server }: DeveloperWorld, jobs: readonly string[]): Promise<void> {
  for (const job of jobs) {
    const isSettled = async () => {
      const { body } = await server.api('GET', `/platform/v1/jobs/${job}`);
      return body.settled_at !== null;
    };
    await waitFor(isSettled, { describe: `job ${job} to be settled` });
  }
}
