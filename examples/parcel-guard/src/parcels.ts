import {
  type ActionContext,
  ApiError,
  type Attachment,
  ConditionFailedError,
  type EventContext,
  type Install,
  type JsonObject,
  json,
  link,
  NoneLeftError,
  password,
  type Refusal,
  refuse,
  type Storage,
  text,
  type Verdict,
} from '@plugboard/sdk';
import type { Settings } from './settings.ts';
import { placesOf } from './shelves.ts';

/** A parcel that arrived, as the parcel guard is told of it. */
export type Arrival = EventContext<string, JsonObject, Settings>;

interface Parcel {
  id: string;
  recipient: string;
  /** Who brought it. */
  carrier: string;
  /** On the shelf, from 1. */
  place: number;
}

/** How long it waits before it looks for a place again: Plugboard stretches its own schedule towards this. */
const LOOK_AGAIN_SECONDS = 60;

/**
 * Puts a parcel on the shelf and tells whom it is for.
 *
 * @param url of the parcel guard, without a trailing slash
 */
export async function parcelArrived(arrival: Arrival, url: string): Promise<Verdict> {
  const { job, payload, config, storage } = arrival;
  const id = job.identifier ?? job.id;
  const { recipient, carrier } = readAttributes(payload);
  if (recipient === undefined) {
    return job.failed('The parcel does not say whom it is for, so nobody can be told');
  }
  const places = placesOf(config.shelf);
  if (places === undefined) return job.failed(`There is no shelf "${config.shelf}" any more`);

  const toldBy = await storage.get<string>(toldKey(id));
  if (toldBy !== null && toldBy.value !== job.id) {
    return job.ignored(`The parcel for ${recipient} is on the shelf already`);
  }
  const place = await takePlace(storage, placeKey(id), places);
  if (place === undefined) {
    const message = `The shelf is full (${places} of ${places}): it waits until something is picked up`;
    return job.retry({ after: LOOK_AGAIN_SECONDS, message });
  }
  const parcel = { id, recipient, carrier, place };
  if (toldBy === null) await tell(arrival, parcel, url);
  return job.done(`Told ${recipient}: place ${place} of ${places}`, {
    attachments: attachmentsOf(parcel, config, url),
    // Together with the verdict: a delivery that comes twice counts once.
    effects: storage.increment('arrived'),
  });
}

/** Leaves a notification, and writes down that it did: who is killed in between tells twice, which is better than not at all. */
async function tell({ install, storage, job, config }: Arrival, parcel: Parcel, url: string) {
  const { id, recipient, carrier, place } = parcel;
  const from = config.name_carrier === true ? ` from ${carrier}` : '';
  const notification = await install.notify({
    message: `A parcel${from} is here for ${recipient}, at place ${place}`,
    recipient: await addressOf(install, recipient),
    actions: [{ label: 'Picked up', callbackUrl: `${url}/picked-up` }],
  });
  await storage.pipeline().set(toldKey(id), job.id).set(noteKey(notification.id), id);
}

/** A permission that an admin has not given yet is no reason to tell nobody. */
const NOT_ALLOWED = [401, 403];

/** The name, and the address where a member of the space is called so. */
async function addressOf(install: Install<Settings>, name: string) {
  try {
    const filter = { name };
    const [employee] = await install.asInstaller().employees({ filter, limit: 1 });
    return { name: { full: name }, ...(employee && { email: employee.attributes.email }) };
  } catch (error) {
    if (!(error instanceof ApiError && NOT_ALLOWED.includes(error.status))) throw error;
    return { name: { full: name } };
  }
}

type PickUp = ActionContext<Settings>;

/** Somebody chose "Picked up" on a notification: its place is free again, and they are told which. */
export async function pickedUp({ storage, notificationId }: PickUp): Promise<string | Refusal> {
  const note = await storage.get<string>(noteKey(notificationId));
  if (note === null) return refuse('The parcel guard knows nothing of this parcel');
  const id = note.value;
  const held = await storage.get<number>(placeKey(id));
  if (held === null) return 'It was picked up already';
  await storage.pipeline().unset(placeKey(id)).increment('picked_up');
  return `Place ${held.value} is free again`;
}

const placeKey = (id: string) => `place:${id}`;
/** Holds the job that told of it. */
const toldKey = (id: string) => `told:${id}`;
/** Which parcel a notification is about: that is all an action says. */
const noteKey = (notificationId: string) => `note:${notificationId}`;

/**
 * A place that no other parcel of the install has; a parcel that has one keeps it. `undefined` when the shelf is full.
 *
 * Both commands of the pipeline happen or neither: `ifAbsent` stops it where the parcel has a place.
 */
async function takePlace(
  storage: Storage,
  key: string,
  places: number,
): Promise<number | undefined> {
  try {
    const [, taken] = await storage
      .pipeline()
      .set(key, null, { ifAbsent: true })
      .setUniqueNum(key, { min: 1, max: places });
    return taken.value;
  } catch (error) {
    if (error instanceof ConditionFailedError) {
      const held = await storage.get(key);
      if (typeof held?.value === 'number') return held.value;
    } else if (!(error instanceof NoneLeftError)) throw error;
  }
  await storage.unset(key);
  return undefined;
}

function attachmentsOf({ id, ...parcel }: Parcel, config: Settings, url: string): Attachment[] {
  const { recipient, carrier, place } = parcel;
  return [
    text('For', recipient),
    link('Where it is', `${url}/places/${place}`, `Place ${place}`),
    json('Parcel', { identifier: id, recipient, carrier, place }),
    ...(config.code === undefined ? [] : [password('Code of the shelf', config.code)]),
  ];
}

function readAttributes({ attributes }: JsonObject) {
  const { recipient, carrier } = (attributes ?? {}) as JsonObject;
  return { recipient: asText(recipient), carrier: asText(carrier) ?? 'somebody' };
}

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
