import { expect } from 'vitest';
import { type Visitor, visit } from '../sign-in/visitor.ts';
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

/** What browsers say when a person follows a link, over https. */
export const FOLLOWED = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'cross-site',
};

/** Whom a link is for. */
interface LetIn {
  person: { id: number };
  spaceId: number;
}

/** The path of a link to a portal, as the host makes one. */
export async function portalLink(server: TestServer, to: LetIn): Promise<string> {
  const body = { user_id: to.person.id, space_id: to.spaceId };
  const answer = await server.api('POST', '/platform/v1/portal_links', body);
  expect(answer.status, answer.text).toBe(201);
  return new URL(answer.body.url).pathname;
}

/** Follows a link to a portal with a browser; by default one that has never been here. */
export async function openPortal(
  server: TestServer,
  to: LetIn,
  visitor: Visitor = visit(server),
): Promise<Visitor> {
  const answer = await visitor.get(await portalLink(server, to), FOLLOWED);
  expect(answer.status, answer.text).toBe(303);
  return visitor;
}
