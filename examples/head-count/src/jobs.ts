import { createHash } from 'node:crypto';
import type { Plugboard, StorageCommand } from './plugboard.ts';

/** What we read of the body of a delivery. */
export interface Delivery {
  meta: {
    install_id: string;
    /** What the admin chose in the set-up. */
    config: { word: string; limit: string };
    /** `identifier` is the host's name for the visit, such as `vr:entry:19`: the same when they sign in and out. */
    job: { identifier: string | null };
  };
}

/** What we answer. In a reply to a delivery the status is the verdict on the job: 200 done, 400 ignored, 412 failed. */
export interface Reply {
  status: number;
  body: unknown;
}

/** Counts a visitor in. */
export async function signIn(delivery: Delivery, plugboard: Plugboard): Promise<Reply> {
  const visit = await findVisit(delivery, plugboard);
  if (!visit) return NO_IDENTIFIER;
  if (visit.isIn) return ignored('They are in already');
  const { key, identifier } = visit;
  return counted(delivery, visit.count + 1, [
    { action: 'set', key, value: identifier },
    { action: 'increment', key: 'count' },
  ]);
}

/** Counts a visitor out. */
export async function signOut(delivery: Delivery, plugboard: Plugboard): Promise<Reply> {
  const visit = await findVisit(delivery, plugboard);
  if (!visit) return NO_IDENTIFIER;
  if (!visit.isIn) return ignored('They were not in');
  return counted(delivery, visit.count - 1, [
    { action: 'unset', key: visit.key },
    { action: 'increment', key: 'count', by: -1 },
  ]);
}

/** Failed for good: trying again would not help, so somebody has to look at what the host sends. */
const NO_IDENTIFIER: Reply = {
  status: 412,
  body: { message: 'The event has no identifier, so nobody could be counted out again' },
};

const ignored = (message: string): Reply => ({ status: 400, body: { message } });

async function findVisit({ meta }: Delivery, plugboard: Plugboard) {
  const { identifier } = meta.job;
  if (identifier === null) return undefined;
  // An identifier may be longer than a key.
  const key = `in:${createHash('sha256').update(identifier).digest('hex')}`;
  const [visit, count] = await plugboard.storage(meta.install_id, [
    { action: 'get', key },
    { action: 'get', key: 'count' },
  ]);
  return { key, identifier, isIn: visit !== null, count: Number(count?.value ?? 0) };
}

/**
 * We change nothing ourselves: Plugboard makes these effects together with the verdict, once, or not at all. So a delivery that comes
 * twice counts once, and there is nothing for us to remember. `count` is what they lead to, unless others come at the same moment.
 */
function counted({ meta }: Delivery, count: number, effects: StorageCommand[]): Reply {
  const { word, limit } = meta.config;
  const tooMany = count > Number(limit) ? ', too many' : '';
  return {
    status: 200,
    body: {
      message: `${word} inside: ${count} of ${limit}${tooMany}`,
      attachments: [{ type: 'text', label: 'Inside', value: String(count) }],
      effects: { storage: effects },
    },
  };
}
