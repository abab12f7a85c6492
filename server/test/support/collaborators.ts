import { expect } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import type { CollaboratorRole } from '../../src/reach.ts';
import type { TestServer } from './server.ts';

/** Gives somebody a part in a plugin. */
export async function collaborate(
  server: TestServer,
  pluginId: number,
  userId: number,
  role: CollaboratorRole = 'owner',
): Promise<void> {
  const path = `/platform/v1/plugins/${pluginId}/collaborators/${userId}`;
  const { status, text } = await server.api('PUT', path, { role });
  expect(status, text).toBe(200);
}

/** Makes somebody the owner of one of the host's plugins, which is published already. */
export async function giveTo(server: TestServer, pluginId: number, userId: number): Promise<void> {
  await server.db.query(sql`
    update plugins set origin = 'partner', status = 'approved' where id = ${pluginId}`);
  await collaborate(server, pluginId, userId);
}
