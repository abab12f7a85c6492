import { type Api, findInList, ifFound } from './api.ts';
import type { Memory } from './memory.ts';

/** What a host tells Plugboard of itself: the events of its product, its users, its customers' spaces. */

interface Space {
  id: number;
  name: string;
}

interface User {
  id: number;
}

const EVENT_TYPES = {
  entry_sign_in: {
    description: 'A visitor signed in at the front desk',
    example_payload: {
      type: 'entries',
      id: '19',
      attributes: { 'full-name': 'First Visitor', 'signed-in-at': '2025-01-31T09:00:00Z' },
    },
  },
  entry_sign_out: {
    description: 'A visitor left',
    example_payload: {
      type: 'entries',
      id: '19',
      attributes: { 'full-name': 'First Visitor', 'signed-out-at': '2025-01-31T10:30:00Z' },
    },
  },
};

const SCOPES = {
  'pages.read': { description: 'See which pages of this space you have open, and their links' },
};

const ADMIN = { email: 'admin@example.com', friendly_name: 'Demo Admin' };

const SPACE = {
  name: 'Demo Space',
  // Plugins get these as the attributes of `meta.location` and `meta.company`.
  attributes: { locale: 'en', time_zone: 'UTC', address: '1 Front Desk Street' },
};

/** Makes the event types and scopes, a user and a space of theirs, or finds those of an earlier start. */
export async function setUpHost(
  api: Api,
  memory: Memory,
): Promise<{ spaceId: number; userId: number }> {
  for (const [name, eventType] of Object.entries(EVENT_TYPES)) {
    const path = `/event_types/${name}`;
    // One that is there already may be another host's own.
    if ((await ifFound(api.get(path))) === undefined) await api.put(path, eventType);
  }
  for (const [name, scope] of Object.entries(SCOPES)) await api.put(`/scopes/${name}`, scope);
  const user = (await findUser(api)) ?? (await api.post<User>('/users', ADMIN));
  const space = (await findSpace(api, memory)) ?? (await api.post<Space>('/spaces', SPACE));
  await api.put(`/spaces/${space.id}/members/${user.id}`, { role: 'admin' });
  return { spaceId: space.id, userId: user.id };
}

async function findUser(api: Api): Promise<User | undefined> {
  const email = encodeURIComponent(ADMIN.email);
  const { data } = await api.get<{ data: User[] }>(`/users?email=${email}`);
  return data[0];
}

async function findSpace(api: Api, { space_id }: Memory): Promise<Space | undefined> {
  const isOurs = ({ name }: Space) => name === SPACE.name;
  const remembered = space_id && (await ifFound(api.get<Space>(`/spaces/${space_id}`)));
  // An id alone may be another database's.
  if (remembered && isOurs(remembered)) return remembered;
  return findInList(api, '/spaces', isOurs);
}

/** The address that browsers and plugins know, which may be another one than where the server listens. */
export async function publicUrlOf(serverUrl: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${serverUrl}/.well-known/oauth-authorization-server`, { signal });
  const { issuer } = (await response.json()) as { issuer: string };
  return issuer;
}

/**
 * A link that signs the admin in, once, and leads to the space with its plugins.
 *
 * @throws Error when the demo was not set up.
 */
export async function adminLink(api: Api, spaceId: number): Promise<string> {
  const admin = await findUser(api);
  if (admin === undefined) throw new Error(`Nobody has the address ${ADMIN.email}`);
  const wanted = { user_id: admin.id, space_id: spaceId, path: `/spaces/${spaceId}` };
  return (await api.post<{ url: string }>('/sign_in_links', wanted)).url;
}
