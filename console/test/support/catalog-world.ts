import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { addMember, bearerOf, createPerson } from '../../../server/test/support/people.ts';
import {
  createSpace,
  registerPartnerPlugin,
  registerPlugin,
  reviewDraft,
  type TestPlugin,
} from '../../../server/test/support/plugins.ts';
import { send, type TestServer } from '../../../server/test/support/server.ts';
import { signedIn } from './browsers.ts';

/** A person in a space, who opens pages. */
export interface Visitor {
  id: number;
  spaceId: number;
  /** A page of the console below `/spaces/{id}`, in a browser where they are signed in. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** A member of a space, a new one by default. */
export async function visit(
  server: TestServer,
  { role = 'admin', spaceId, space }: { role?: string; spaceId?: number; space?: object } = {},
): Promise<Visitor> {
  const { id } = await createPerson(server);
  const where = spaceId ?? (await createSpace(server, { name: 'Reception', ...space }));
  await addMember(server, where, id, role);
  return {
    id,
    spaceId: where,
    async open(path, options) {
      const page = await signedIn(server, id, options);
      await page.goto(`/spaces/${where}${path}`);
      return page;
    },
  };
}

/** A plugin of the host's that the catalog lists. */
export async function listPlugin(server: TestServer, manifest: object): Promise<TestPlugin> {
  const plugin = await registerPlugin(server, { ...manifest });
  const answer = await server.api('PATCH', `/platform/v1/plugins/${plugin.id}`, { listed: true });
  expect(answer.status, answer.text).toBe(200);
  return plugin;
}

/** A plugin of a developer's that was reviewed. */
export async function listReviewed(
  server: TestServer,
  manifest: { name: string },
): Promise<TestPlugin> {
  const developer = await createPerson(server);
  const bearer = await bearerOf(server, developer.id);
  const plugin = await registerPartnerPlugin(server, bearer, { name: manifest.name });
  const path = `${server.url}/platform/v1/plugins/${plugin.id}/manifest`;
  const answer = await send(path, 'PUT', { slug: plugin.slug, ...manifest }, bearer);
  expect(answer.status, answer.text).toBe(201);
  await reviewDraft(server, plugin);
  return plugin;
}

/** What is installed in a space. */
export async function installsIn(server: TestServer, spaceId: number) {
  const { body } = await server.api('GET', `/platform/v1/spaces/${spaceId}/installs`);
  return body.data as { id: number; plugin_slug: string; status: string; scopes: string[] }[];
}

/** Whether a page can be scrolled sideways, which none should need. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
