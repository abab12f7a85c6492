import { type Caller, readerOf } from '../auth/principals.ts';
import type { Reader } from '../reach.ts';
import type { ConfigAuthor } from './schema.ts';

/** A caller as the author of what they change. */
export function authorOf(caller: Caller): ConfigAuthor {
  switch (caller.kind) {
    case 'plugin':
      return { kind: 'plugin', id: caller.pluginId };
    case 'user':
      return { kind: 'user', id: caller.userId };
    default:
      return { kind: 'host', id: caller.hostKeyId };
  }
}

/** Who asks for a plugin to be installed. */
export interface Requester extends ConfigAuthor {
  /** Who finds only what they may know of. */
  reader: Reader;
}

/** The host or a person who asks for a plugin to be installed. */
export const requesterOf = (caller: Caller): Requester => ({
  ...authorOf(caller),
  reader: readerOf(caller),
});
