import type { PortalBounds, Reader } from '../reach.ts';
import type { PortalPass } from './portal-views.ts';

/** Who is asking, once a credential was checked. */

/** A plugin's backend, by an access token. */
export interface PluginPrincipal {
  pluginId: number;
  scopes: readonly string[];
  /** Set for a token that acts for the installer on one install. */
  installId: number | null;
  userId: number | null;
}

/** The host's backend, by a host key. */
export interface HostPrincipal {
  /** Null for the key given by PLUGBOARD_HOST_KEY. */
  hostKeyId: number | null;
}

/** Who calls a surface that several kinds of callers share. */
export type Caller = PluginCaller | UserCaller | HostCaller;

/** A plugin that acts for a user in the space of one install. */
export interface PluginCaller {
  kind: 'plugin';
  pluginId: number;
  installId: number;
  spaceId: number;
  userId: number;
  scopes: readonly string[];
  /** The consent behind the token; null when the install itself is. */
  grantId: number | null;
  /** The install is uninstalled, and the token the last one: it reads, and writes nothing here. */
  isLast: boolean;
}

/** A person, by a personal token or by the session of their browser. */
export interface UserCaller {
  kind: 'user';
  userId: number;
  /** Never in a portal, where everybody is only what they are in its space. */
  isOperator: boolean;
  /** Set for somebody who looks at a portal: what of it they hold, and how far it opens the route that they call. */
  portal?: { pass: PortalPass; within: PortalBounds };
}

/** The host's backend, where others may call, too. */
export interface HostCaller extends HostPrincipal {
  kind: 'host';
}

/** Whether the caller is the host: its backend, or somebody who runs this installation. */
export const isHost = (caller: Caller): boolean =>
  caller.kind === 'host' || (caller.kind === 'user' && caller.isOperator);

/** Whose use is bounded; null for the host and operators, who may have any number. */
export const boundedPerson = (caller: Caller): number | null =>
  caller.kind === 'user' && !isHost(caller) ? caller.userId : null;

/** The person who calls; null for the host's backend, and for a plugin. */
export const personActing = (caller: Caller): number | null =>
  caller.kind === 'user' ? caller.userId : null;

/** On whose behalf statements read for a caller that is no plugin. */
export function readerOf(caller: Caller): Reader {
  if (isHost(caller)) return null;
  if (caller.kind === 'user') return ownReaderOf(caller);
  throw new Error('A plugin reads by its install');
}

/** On whose behalf statements read what is a person's own: also an operator's. */
export const ownReaderOf = ({ userId, portal }: UserCaller): Exclude<Reader, null> =>
  portal === undefined ? userId : { person: userId, within: portal.within };

/** Whose Idempotency-Keys a caller's are: of two host keys each has its own, since an answer that is given again may show a secret, and so has each portal of a person. */
export function keyOwner(caller: Caller): string {
  switch (caller.kind) {
    case 'host':
      return `host_key:${caller.hostKeyId ?? 'environment'}`;
    case 'user':
      return `user:${caller.userId}${caller.portal ? inPortal(caller.portal.pass) : ''}`;
    case 'plugin':
      return `install:${caller.installId}:user:${caller.userId}`;
  }
}

// All that says what may be read: of two keys that are the same, one would be answered with what the other may not see.
const inPortal = ({ views, spaceId, installId, identifier }: PortalPass): string =>
  `:portal:${JSON.stringify([spaceId, [...views].sort(), installId, identifier])}`;

/** What a route lists in `config.auth.callers`. */
export type CallerKind = Caller['kind'];

/**
 * What makes a person somebody who may call. `operator` is known of who calls, and checked before the handler; the others are facts about
 * what is called for, which the statement checks that finds it (`reach.ts`). `anybody` gets what is their own, or everybody's.
 */
export type PersonKind = 'operator' | 'admin' | 'member' | 'developer' | 'anybody';
