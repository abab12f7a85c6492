import { expect } from 'vitest';
import { addMember, createPerson, type TestPerson } from '../support/people.ts';
import { createSpace } from '../support/plugins.ts';
import type { Answer, TestServer } from '../support/server.ts';

/** Whom a portal is shown to. */
export interface Onlooker {
  person: TestPerson;
  spaceId: number;
}

/** A member of a space of their own. */
export async function onlooker(server: TestServer, role = 'admin'): Promise<Onlooker> {
  const person = await createPerson(server, { password: 'correct horse battery' });
  const spaceId = await createSpace(server);
  await addMember(server, spaceId, person.id, role);
  return { person, spaceId };
}

/** What a page of the host asks its backend for. */
export async function portalToken(
  server: TestServer,
  { person, spaceId }: Onlooker,
  views: string[],
  bounds: { install_id?: number; identifier?: string } = {},
): Promise<string> {
  const body = { user_id: person.id, space_id: spaceId, views, ...bounds };
  const answer = await server.api('POST', '/platform/v1/portal_tokens', body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.token;
}

/** Calls the Platform API with a portal token. */
export const inPortal =
  (server: TestServer, token: string) =>
  (method: string, path: string, body?: unknown, headers: object = {}): Promise<Answer> =>
    server.api(method, `/platform/v1${path}`, body, {
      authorization: `Bearer ${token}`,
      ...headers,
    });
