import { expect } from 'vitest';
import {
  type Call,
  createPlugin,
  installIn,
  logIn,
  type TestPlugin,
} from '../installs/fixtures.ts';
import { createPerson, type Person } from '../space-api/scene.ts';
import { addMember } from '../support/people.ts';
import { createSpace } from '../support/plugins.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';

/** A space with a plugin that has something to say, its admin and an editor. */
export interface Told {
  spaceId: number;
  installId: number;
  plugin: TestPlugin;
  admin: Person;
  editor: Person;
  /** Posts a notification and answers its id. */
  notify(fields?: object | string): Promise<string>;
}

export async function tellIn(
  server: TestServer,
  plugin?: TestPlugin,
  installFields: object = {},
): Promise<Told> {
  const told = plugin ?? (await createPlugin(server));
  const spaceId = await createSpace(server);
  const admin = await createPerson(server);
  const editor = await createPerson(server);
  await addMember(server, spaceId, admin.id, 'admin');
  await addMember(server, spaceId, editor.id, 'editor');
  const install = await installIn(server, told, { spaceId, user_id: admin.id, ...installFields });
  const call: Call = await logIn(server, told);
  return {
    spaceId,
    installId: install.id,
    plugin: told,
    admin,
    editor,
    async notify(fields = { message: 'Hi' }) {
      const answer = await call('POST', `/installs/${install.id}/notifications`, fields);
      expect(answer.status, answer.text).toBe(200);
      return answer.body.data.id;
    },
  };
}

/** A call of the Platform API below `/notifications`, by a person. */
export const as = (
  server: TestServer,
  { token }: Person,
  method: string,
  path = '',
  body?: unknown,
): Promise<Answer> =>
  send(`${server.url}/platform/v1/notifications${path}`, method, body, {
    authorization: `Bearer ${token}`,
  });

/** The messages of a list, and how many are unread. */
export const shownIn = ({ body }: Answer): { messages: string[]; unread: number | null } => ({
  messages: body.data.map(({ message }: { message: string }) => message),
  unread: body.unread,
});
