import type { Caller } from '../auth/principals.ts';
import type { Db } from '../lib/db.ts';
import { onlyForAdmins } from '../reach.ts';
import { noRecord } from './errors.ts';
import { selectAccess } from './queries.ts';

/** A caller in a space that is open to them. */
export interface Access {
  caller: Caller;
  spaceId: number;
  spaceName: string;
  /** What the space has paid for; null for less than any plugin can ask for. */
  planLevel: number | null;
  /** The person who calls, or for whom a plugin calls; null for the host. */
  userId: number | null;
  /** The only plugin that the caller knows of; null for people and the host. */
  onlyPlugin: number | null;
  /** May install, uninstall, and write settings. */
  isAdmin: boolean;
}

/**
 * Lets a caller into a space: a plugin into that of its token, people into those they are members of, operators and the host into all.
 *
 * @throws Failure `not_found` for any other space, whether there is one or not.
 */
export async function enterSpace(db: Db, caller: Caller, spaceId: number): Promise<Access> {
  const userId = caller.kind === 'host' ? null : caller.userId;
  const space = await selectAccess(db, spaceId, userId);
  if (space === undefined) throw noRecord();
  const access = {
    caller,
    spaceId,
    spaceName: space.name,
    planLevel: space.plan_level,
    userId,
    onlyPlugin: null,
  };
  switch (caller.kind) {
    case 'host':
      return { ...access, isAdmin: true };
    case 'plugin':
      if (caller.spaceId !== spaceId) throw noRecord();
      return { ...access, onlyPlugin: caller.pluginId, isAdmin: false };
    default:
      if (space.role === null && !caller.isOperator) throw noRecord();
      if (caller.portal !== undefined && caller.portal.within.spaceId !== spaceId) throw noRecord();
      return { ...access, isAdmin: space.role === 'admin' || caller.isOperator };
  }
}

/** @throws Failure `forbidden`. */
export function requireAdmin({ isAdmin }: Access): void {
  if (!isAdmin) throw onlyForAdmins();
}

/**
 * Lets pass who may write what belongs to an install: an admin of the space, an operator, the host, and a plugin for its own, whoever
 * the user is that it acts for.
 *
 * @throws Failure `forbidden`.
 */
export function requireWriter(access: Access): void {
  if (access.onlyPlugin === null) requireAdmin(access);
}
