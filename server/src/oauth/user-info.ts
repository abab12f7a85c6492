import type { PluginCaller } from '../auth/principals.ts';
import type { Db } from '../lib/db.ts';
import { memberOf } from '../spaces/members.ts';
import type { Membership } from '../spaces/queries.ts';
import { findSpace } from '../spaces/spaces.ts';
import { findUser } from '../users/users.ts';

/** A role as Storyblok's clients read it: a built-in one by its name, one of the host's own by its number too. */
export type RoleObject = { name: string } | { id: number; role: string };

/**
 * The answer of `user_info`, as Storyblok's clients read it. `roles` has the user's role in the space; it is empty for who is no member.
 */
export interface UserInfo {
  user: { id: number; friendly_name: string; email: string };
  space: { id: number; name: string };
  roles: RoleObject[];
}

/** For whom a token acts, where, and as what. */
export async function userInfo(db: Db, { userId, spaceId }: PluginCaller): Promise<UserInfo> {
  const [user, space, membership] = await Promise.all([
    findUser(db, userId),
    findSpace(db, spaceId),
    memberOf(db, spaceId, userId),
  ]);
  return {
    user: { id: user.id, friendly_name: user.friendly_name, email: user.email },
    space: { id: space.id, name: space.name },
    roles: membership === undefined ? [] : [toRole(membership)],
  };
}

const toRole = ({ role, role_id }: Membership): RoleObject =>
  role_id === null ? { name: role } : { id: role_id, role };

/** The answer of `space_info`. `domain` is null where the host gave the space no attribute of that name. */
export interface SpaceInfo {
  id: number;
  name: string;
  domain: string | null;
  plan_level: number | null;
}

/** The space a token is good for. Its domain is the attribute of that name. */
export async function spaceInfo(db: Db, { spaceId }: PluginCaller): Promise<SpaceInfo> {
  const { id, name, plan_level, attributes } = await findSpace(db, spaceId);
  const { domain } = JSON.parse(attributes) as { domain?: unknown };
  return { id, name, domain: typeof domain === 'string' ? domain : null, plan_level };
}
