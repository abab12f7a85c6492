import type { Api } from './api.ts';
import { doneJob, type HostEvent, parcelEvent, tell, visitEvent } from './visits.ts';

/** What a reception sees in some hours, so that there is something to look at: of every outcome that there is, one at least. */

interface Happened {
  minutesAgo: number;
  event: HostEvent;
}

const signIn = (visitor: number) => visitEvent('entry_sign_in', visitOf(visitor));
const signOut = (visitor: number) => visitEvent('entry_sign_out', visitOf(visitor));
const visitOf = (visitor: number) => ({ id: String(visitor), visitor: `Visitor ${visitor}` });

const box = (id: number, carrier: string, recipient?: string) =>
  parcelEvent({ id: String(id), kind: 'box', carrier, ...(recipient && { recipient }) });
const letter = (id: number) =>
  parcelEvent({ id: String(id), kind: 'letter', carrier: 'Example Post', recipient: 'Demo Admin' });

/** Fills the shelf, which has three places. */
const MORNING: Happened[] = [
  { minutesAgo: 312, event: signIn(12) },
  { minutesAgo: 290, event: box(101, 'Example Post', 'Front office') },
  { minutesAgo: 262, event: signIn(17) },
  { minutesAgo: 241, event: signOut(12) },
  // The parcel guard's filter leaves letters out.
  { minutesAgo: 208, event: letter(102) },
  // Came before the greeter did, so that there is no badge to give back: ignored.
  { minutesAgo: 190, event: signOut(9) },
  // Nobody can be told: failed.
  { minutesAgo: 161, event: box(103, 'Sample Freight') },
  { minutesAgo: 127, event: box(104, 'Example Post', 'Demo Admin') },
  { minutesAgo: 88, event: signIn(23) },
  { minutesAgo: 63, event: box(105, 'Sample Freight', 'Front office') },
];

/** Its parcel finds no place, and is tried again until there is one. */
const NOW: Happened[] = [
  { minutesAgo: 41, event: signOut(17) },
  { minutesAgo: 22, event: box(106, 'Example Post', 'Demo Admin') },
  { minutesAgo: 9, event: signIn(42) },
];

/** Whose jobs the rest of the history is based on. */
interface Seeding {
  api: Api;
  spaceId: number;
  /** The install of the parcel guard. */
  guardId: number;
  signal: AbortSignal;
}

/** Tells Plugboard of some hours at the reception, unless it has heard of the space before. */
export async function tellHistory({ api, spaceId, guardId, signal }: Seeding): Promise<void> {
  const known = `/events?space_id=${spaceId}&name=entry_sign_in&limit=1`;
  if ((await api.get<{ data: unknown[] }>(known)).data.length > 0) return;
  const accepted = await tell(api, spaceId, MORNING.map(happened));
  const parcels = accepted.filter((_, place) => isOnShelf(MORNING[place]?.event));
  for (const { jobs } of parcels) {
    const job = jobs.find(({ install_id }) => install_id === guardId);
    if (job !== undefined) await doneJob(api, job.id, signal);
  }
  await tell(api, spaceId, NOW.map(happened));
}

function isOnShelf(event: HostEvent | undefined): boolean {
  const { kind, recipient } = event?.payload.attributes ?? {};
  return kind === 'box' && recipient !== undefined;
}

const happened = ({ minutesAgo, event }: Happened): HostEvent => ({
  ...event,
  occurred_at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
});
