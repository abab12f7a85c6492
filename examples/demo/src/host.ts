import { type Api, findInList, ifFound } from './api.ts';
import type { Memory } from './memory.ts';

/** What a host tells Plugboard of itself: the events of its product, its users, its customers' spaces. */

interface Space {
  id: number;
  name: string;
  plan_level: number | null;
  attributes: Record<string, unknown>;
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
      attributes: { 'full-name': 'Visitor 19', 'signed-in-at': '2025-01-31T09:00:00Z' },
    },
  },
  entry_sign_out: {
    description: 'A visitor left',
    example_payload: {
      type: 'entries',
      id: '19',
      attributes: { 'full-name': 'Visitor 19', 'signed-out-at': '2025-01-31T10:30:00Z' },
    },
  },
  parcel_arrived: {
    description: 'A parcel was left at the front desk',
    required_scope: 'parcels.read',
    example_payload: {
      type: 'parcels',
      id: '7',
      attributes: { kind: 'box', recipient: 'Front office', carrier: 'Example Post' },
    },
  },
};

const SCOPES = {
  'pages.read': { description: 'See which pages of this space you have open, and their links' },
  'parcels.read': { description: 'See which parcels arrive, and for whom' },
  'employees.read': { description: 'See the names and mail addresses of the people of this space' },
};

/** Who the demo's links sign in. */
const ADMIN = { email: 'admin@example.com', friendly_name: 'Demo Admin' };
/** For whom parcels come. */
const FRONT_OFFICE = { email: 'front-office@example.com', friendly_name: 'Front office' };
/** Whose plugin of a partner's it is. */
const PARTNER = { email: 'partner@example.com', friendly_name: 'Example Partner' };

const SPACE = {
  name: 'Demo Space',
  plan_level: 1,
  // Plugins get these as the attributes of `meta.location` and `meta.company`.
  attributes: { locale: 'en', time_zone: 'UTC', address: '1 Front Desk Street' },
};

/** Who and what is there once the host is set up. */
export interface HostIds {
  spaceId: number;
  /** The admin of the space. */
  userId: number;
  partnerId: number;
}

/** Makes the event types and scopes, the people and their space, or finds those of an earlier start. */
export async function setUpHost(api: Api, memory: Memory): Promise<HostIds> {
  for (const [name, scope] of Object.entries(SCOPES)) await api.put(`/scopes/${name}`, scope);
  for (const [name, eventType] of Object.entries(EVENT_TYPES)) {
    const path = `/event_types/${name}`;
    // One that is there already may be another host's own.
    if ((await ifFound(api.get(path))) === undefined) await api.put(path, eventType);
  }
  const [admin, frontOffice, partner] = [
    await findOrMake(api, ADMIN),
    await findOrMake(api, FRONT_OFFICE),
    await findOrMake(api, PARTNER),
  ];
  const space = (await findSpace(api, memory)) ?? (await api.post<Space>('/spaces', SPACE));
  await api.put(`/spaces/${space.id}/members/${admin.id}`, { role: 'admin' });
  await api.put(`/spaces/${space.id}/members/${frontOffice.id}`, { role: 'editor' });
  return { spaceId: space.id, userId: admin.id, partnerId: partner.id };
}

/** Lets pages about the space find the demo's reception: where it is stands in the attributes of the space. */
export async function tellReception(api: Api, spaceId: number, url: string): Promise<void> {
  const { attributes, plan_level } = await api.get<Space>(`/spaces/${spaceId}`);
  if (attributes.reception_url === url && plan_level !== null) return;
  await api.patch(`/spaces/${spaceId}`, {
    // Of a space that an older demo made, which had none.
    plan_level: plan_level ?? SPACE.plan_level,
    attributes: { ...attributes, reception_url: url },
  });
}

type Person = typeof ADMIN;

const findOrMake = async (api: Api, person: Person): Promise<User> =>
  (await findUser(api, person)) ?? api.post<User>('/users', person);

async function findUser(api: Api, person: Person): Promise<User | undefined> {
  const email = encodeURIComponent(person.email);
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
  const admin = await findUser(api, ADMIN);
  if (admin === undefined) throw new Error(`Nobody has the address ${ADMIN.email}`);
  const wanted = { user_id: admin.id, space_id: spaceId, path: `/spaces/${spaceId}` };
  return (await api.post<{ url: string }>('/sign_in_links', wanted)).url;
}
