import { createHmac } from 'node:crypto';
import {
  type Attachment,
  ConditionFailedError,
  credentialImage,
  type EventContext,
  type JsonObject,
  json,
  link,
  NoneLeftError,
  password,
  type Storage,
  text,
  type Verdict,
} from '@plugboard/sdk';
import { FIRST_BADGE, LAST_BADGE } from './badge.ts';
import type { Settings } from './settings.ts';
import { visitId, visitorName } from './visitor.ts';

/** What the greeter knows besides what it is told. */
export interface Surroundings {
  /** Where browsers reach the greeter, without a trailing slash. */
  publicUrl: string;
  clientSecret: string;
}

type Visit = EventContext<string, JsonObject, Settings>;

/** Greets a visitor and gives them a badge. */
export async function signIn(visit: Visit, surroundings: Surroundings): Promise<Verdict> {
  const { job, payload, config, storage } = visit;
  const badge = await takeBadge(storage, badgeKey(visit));
  if (badge === undefined) {
    return job.failed(`All badges from ${FIRST_BADGE} to ${LAST_BADGE} are taken`);
  }
  const { greeting = 'Hello' } = config;
  return job.done(`Greeted ${visitorName(payload)}: ${greeting}`, {
    attachments: attachments(visit, surroundings, { greeting, badge }),
  });
}

/** Takes the badge back. It is free again together with the verdict. */
export async function signOut(visit: Visit): Promise<Verdict> {
  const { job, payload, storage } = visit;
  const key = badgeKey(visit);
  const held = await storage.get<number>(key);
  const name = visitorName(payload);
  if (held === null) return job.ignored(`${name} held no badge`);
  return job.done(`Said goodbye to ${name}: badge ${held.value} is free again`, {
    effects: storage.unset(key),
  });
}

const badgeKey = ({ job, payload }: Visit) => `badge:${visitId(job, payload)}`;

/**
 * Gives the visitor a badge number that nobody else in the install holds; a visitor who has one keeps it, so that a repeated delivery changes
 * nothing. `undefined` when all are taken.
 *
 * Both commands of the pipeline happen or neither: `ifAbsent` stops it where the key exists, and two deliveries at the same moment cannot both get
 * past it. A `get` before `setUniqueNum` would let them.
 */
async function takeBadge(storage: Storage, key: string): Promise<number | undefined> {
  try {
    const [, taken] = await storage
      .pipeline()
      .set(key, null, { ifAbsent: true })
      .setUniqueNum(key, { min: FIRST_BADGE, max: LAST_BADGE });
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

/** One of each type, to show how each looks. */
function attachments(
  { job, payload, config, install }: Visit,
  { publicUrl, clientSecret }: Surroundings,
  { greeting, badge }: { greeting: string; badge: number },
): Attachment[] {
  const identifier = visitId(job, payload);
  const page = `${publicUrl}/badges/${badge}`;
  const ofTheirOwn = () => wifiPassword(clientSecret, install.id, identifier);
  return [
    text('Greeting', greeting),
    link('Badge', page, `Badge ${badge}`),
    password('Wi-Fi password', config.wifi_password ?? ofTheirOwn()),
    json('Visit', { identifier, name: visitorName(payload), greeting, badge }),
    credentialImage('Badge picture', String(badge), {
      title: 'Visitor badge',
      image: { type: 'image/svg+xml', link: `${page}.svg` },
    }),
  ];
}

/** Derived, not random, so that a repeated delivery shows the same. 12 characters carry 72 bits. */
const wifiPassword = (clientSecret: string, installId: string, identifier: string): string =>
  createHmac('sha256', clientSecret)
    .update(JSON.stringify(['wifi', installId, identifier]))
    .digest('base64url')
    .slice(0, 12);
