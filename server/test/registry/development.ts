import { expect } from 'vitest';
import type { Person } from '../space-api/scene.ts';
import type { Answer, TestServer } from '../support/server.ts';
import { send } from '../support/server.ts';

/** A call of the Platform API as a person. */
export const asPerson = (
  server: TestServer,
  { token }: Person,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> =>
  send(`${server.url}/platform/v1${path}`, method, body, { authorization: `Bearer ${token}` });

/** Somebody's development install of a plugin. */
export async function develop(
  server: TestServer,
  person: Person,
  pluginId: number,
): Promise<{ id: number; spaceId: number }> {
  const path = `/plugins/${pluginId}/development_install`;
  const { status, text, body } = await asPerson(server, person, 'POST', path);
  expect(status, text).toBeLessThan(202);
  return { id: body.id, spaceId: body.space_id };
}
