import type { Api } from '../api.ts';
import { type AcceptedEvent, type HostEvent, parcelEvent, tell, visitEvent } from '../visits.ts';

/** An event as it is read back. */
interface ListedEvent {
  id: string;
  name: string;
  /** Of whatever the host said. */
  payload: { id?: unknown; attributes?: unknown } | null;
  occurred_at: string;
}

/** A visitor who is in. */
export interface Visit {
  id: string;
  visitor: string;
}

/** What the reception shows: who is in, and what happened lately, the newest first. */
export interface DeskState {
  inside: Visit[];
  lately: { id: string; what: string; at: Date }[];
}

/** What a receptionist can do. Each answers what happened, in words. */
export interface Desk {
  read(): Promise<DeskState>;
  /** The next visitor comes. */
  signIn(): Promise<string>;
  /** @returns undefined where nobody is in under this id. */
  signOut(id: string): Promise<string | undefined>;
  parcel(kind: 'box' | 'letter', recipient: string): Promise<string>;
}

const LATELY = 12;
const CARRIERS = ['Example Post', 'Sample Freight'];

/**
 * The front desk of the host's product. It remembers nothing: who is in follows from the last 200 events, which Plugboard keeps.
 *
 * @param api with the host's key: only its backend may tell what happened.
 */
export function openDesk(api: Api, spaceId: number): Desk {
  const events = async (): Promise<ListedEvent[]> =>
    (await api.get<{ data: ListedEvent[] }>(`/events?space_id=${spaceId}&limit=200`)).data;

  /** Such as 43 after 42, so that the next one is new to everybody. */
  async function nextNumber(kind: 'entry' | 'parcel'): Promise<number> {
    const ids = (await events())
      .filter(({ name }) => name.startsWith(kind))
      .map(({ payload }) => Number(payload?.id ?? Number.NaN))
      .filter((id) => Number.isSafeInteger(id));
    return Math.max(0, ...ids) + 1;
  }

  async function happen(event: HostEvent): Promise<string> {
    const [accepted] = await tell(api, spaceId, [event]);
    return `${inWords(event)}. ${whoHeard(accepted)}`;
  }

  return {
    async read() {
      const all = await events();
      return { inside: insideOf(all), lately: all.filter(isOurs).slice(0, LATELY).map(toLine) };
    },
    async signIn() {
      const number = await nextNumber('entry');
      return happen(
        visitEvent('entry_sign_in', { id: String(number), visitor: `Visitor ${number}` }),
      );
    },
    async signOut(id) {
      const visit = insideOf(await events()).find((inside) => inside.id === id);
      return visit && happen(visitEvent('entry_sign_out', visit));
    },
    async parcel(kind, recipient) {
      const number = await nextNumber('parcel');
      const carrier = CARRIERS[number % CARRIERS.length] ?? '';
      return happen(parcelEvent({ id: String(number), kind, recipient, carrier }));
    },
  };
}

function whoHeard(accepted: AcceptedEvent | undefined): string {
  const jobs = accepted?.jobs.length ?? 0;
  if (jobs === 0) return 'No plugin hears of it';
  return jobs === 1 ? 'One plugin hears of it' : `${jobs} plugins hear of it`;
}

/** Oldest first, since whoever came back is in again. */
function insideOf(events: ListedEvent[]): Visit[] {
  const inside = new Map<string, Visit>();
  for (const { name, payload } of events.toReversed()) {
    if (payload?.id === undefined) continue;
    const id = String(payload.id);
    const { 'full-name': visitor = 'A visitor' } = textsOf(payload.attributes);
    if (name === 'entry_sign_in') inside.set(id, { id, visitor });
    if (name === 'entry_sign_out') inside.delete(id);
  }
  return [...inside.values()];
}

const WORDS: Record<string, (attributes: Record<string, string>) => string> = {
  entry_sign_in: ({ 'full-name': visitor = 'A visitor' }) => `${visitor} signed in`,
  entry_sign_out: ({ 'full-name': visitor = 'A visitor' }) => `${visitor} signed out`,
  parcel_arrived: ({ kind, recipient = 'nobody', carrier = 'somebody' }) =>
    `${kind === 'letter' ? 'A letter' : 'A parcel'} for ${recipient} came by ${carrier}`,
};

/** The others are Plugboard's own, such as `plugin_installed`. */
const isOurs = ({ name }: ListedEvent): boolean => Object.hasOwn(WORDS, name);

const inWords = ({ name, payload }: Pick<ListedEvent, 'name' | 'payload'>): string =>
  WORDS[name]?.(textsOf(payload?.attributes)) ?? name;

/** Events of others than ours may say anything. */
function textsOf(attributes: unknown): Record<string, string> {
  const entries = Object.entries(attributes ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

const toLine = (event: ListedEvent) => ({
  id: event.id,
  what: inWords(event),
  at: new Date(event.occurred_at),
});
