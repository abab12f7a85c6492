import { createHmac } from 'node:crypto';
import { FIRST_BADGE, LAST_BADGE } from './badge.ts';
import { type Delivery, visitorName } from './delivery.ts';
import type { Reply } from './once.ts';
import { type Attachment, type Plugboard, WireError } from './plugboard.ts';

/** What handlers need of the world around them. */
export interface Context {
  plugboard: Plugboard;
  /** Where browsers reach the greeter. */
  publicUrl: string;
  clientSecret: string;
}

/**
 * Handles one delivery. The reply's status is a verdict on the job: 200 done, 400 ignored, 412 failed for
 * good. When a handler throws, the greeter replies 502 and Plugboard tries again later.
 */
export type Handler = (delivery: Delivery, context: Context) => Promise<Reply>;

/** The path of each worker and its handler. */
export const handlers: ReadonlyMap<string, Handler> = new Map([
  ['/entry-sign-in', signIn],
  ['/entry-sign-out', signOut],
  ['/lifecycle', lifecycle],
]);

async function signIn(delivery: Delivery, context: Context): Promise<Reply> {
  const badge = await takeBadge(delivery, context.plugboard);
  if (badge === undefined) {
    return { status: 412, message: `All badges from ${FIRST_BADGE} to ${LAST_BADGE} are taken` };
  }
  const { greeting: chosen } = delivery.config;
  const greeting = typeof chosen === 'string' ? chosen : 'Hello';
  const message = `Greeted ${visitorName(delivery)}: ${greeting}`;
  await context.plugboard.updateJob(delivery.jobId, {
    status: 'done',
    status_message: message,
    attachments: attachments(delivery, context, greeting, badge),
  });
  return { status: 200, message };
}

async function signOut(delivery: Delivery, { plugboard }: Context): Promise<Reply> {
  const name = visitorName(delivery);
  const [held] = await plugboard.storage(delivery.installId, [
    { action: 'unset', key: badgeKey(delivery) },
  ]);
  if (!held) return { status: 400, message: `${name} held no badge` };
  const message = `Said goodbye to ${name}: badge ${held.value} is free again`;
  await plugboard.updateJob(delivery.jobId, { status: 'done', status_message: message });
  return { status: 200, message };
}

/** The greeter keeps nothing outside Plugboard, so there is nothing to set up or to clean away. */
async function lifecycle({ event }: Delivery): Promise<Reply> {
  return { status: 200, message: `Noted ${event}` };
}

const badgeKey = ({ identifier }: Delivery) => `badge:${identifier}`;

/**
 * Gives the visitor a badge number that nobody else in the install holds; a visitor who has one keeps it, so
 * a repeated delivery changes nothing. `undefined` when all are taken.
 *
 * Both commands of the pipeline happen or neither: `if_absent` stops it (409) where the key exists, and two
 * deliveries at the same moment cannot both get past it. A `get` before `set_unique_num` would let them.
 */
async function takeBadge(delivery: Delivery, plugboard: Plugboard): Promise<number | undefined> {
  const key = badgeKey(delivery);
  try {
    const [, taken] = await plugboard.storage(delivery.installId, [
      { action: 'set', key, value: null, if_absent: true },
      { action: 'set_unique_num', key, min: FIRST_BADGE, max: LAST_BADGE },
    ]);
    if (taken) return Number(taken.value);
  } catch (error) {
    if (!(error instanceof WireError) || error.status !== 409) throw error;
    const [held] = await plugboard.storage(delivery.installId, [{ action: 'get', key }]);
    if (typeof held?.value === 'number') return held.value;
  }
  await plugboard.storage(delivery.installId, [{ action: 'unset', key }]);
  return undefined;
}

/** One of each type, to show how each looks. */
function attachments(
  delivery: Delivery,
  { publicUrl, clientSecret }: Context,
  greeting: string,
  badge: number,
): Attachment[] {
  const { identifier } = delivery;
  const page = `${publicUrl}/badges/${badge}`;
  return [
    { type: 'text', label: 'Greeting', value: greeting },
    { type: 'link', label: 'Badge', value: `Badge ${badge}`, url: page },
    { type: 'password', label: 'Wi-Fi password', value: wifiPassword(delivery, clientSecret) },
    {
      type: 'json',
      label: 'Visit',
      value: { identifier, name: visitorName(delivery), greeting, badge },
    },
    {
      type: 'credential_image',
      label: 'Badge picture',
      title: 'Visitor badge',
      value: String(badge),
      image: { type: 'image/svg+xml', link: `${page}.svg` },
    },
  ];
}

/** The admin's, or else one of the visitor's own: derived, not random, so that a repeated delivery shows the same. 12 characters carry 72 bits. */
function wifiPassword({ installId, identifier, config }: Delivery, clientSecret: string): string {
  if (typeof config.wifi_password === 'string') return config.wifi_password;
  return createHmac('sha256', clientSecret)
    .update(JSON.stringify(['wifi', installId, identifier]))
    .digest('base64url')
    .slice(0, 12);
}
