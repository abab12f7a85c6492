import { Type } from 'typebox';
import type { CallerKind } from '../auth/principals.ts';
import { Id } from '../lib/http/schema.ts';

const callers = (...kinds: CallerKind[]) => ({ auth: { callers: kinds } });

/** Who may call a route. */
export const forAll = callers('plugin', 'user', 'host');
export const forUsers = callers('user');
export const forUsersAndHost = callers('user', 'host');

export const tags = ['space api'];

const AppInPath = Type.String({ description: 'Id, slug, or `<owner>@<slug>`' });

export const SpaceIdParams = Type.Object({ space_id: Id });
export const ProvisionParams = Type.Object({ space_id: Id, app_id: AppInPath });
export const AppParams = Type.Object({ id: AppInPath });
