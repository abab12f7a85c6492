import { Type } from 'typebox';
import type { CallerKind, PersonKind } from '../auth/principals.ts';
import { Id } from '../lib/http/schema.ts';

const callers =
  (...kinds: CallerKind[]) =>
  (...people: Exclude<PersonKind, 'operator'>[]) => ({
    auth: { callers: kinds, people: ['operator' as const, ...people] },
  });

/** The `config` of a route that every kind of caller may call, of people these and operators. */
export const forAll = callers('plugin', 'user', 'host');
/** The `config` of a route for these people and operators, by a personal token or their session. */
export const forUsers = callers('user');
/** The same, and for plugins that act for them. */
export const forPluginsAndUsers = callers('plugin', 'user');
/** The same, and for the host's backend. */
export const forUsersAndHost = callers('user', 'host');

/** The group that operations are described in. */
export const tags = ['space api'];

const AppInPath = Type.String({ description: 'Id, slug, or `<owner>@<slug>`' });

/** The path of one space; an id that is none is answered like one that there is not (see `missingThing`). */
export const SpaceIdParams = Type.Object({ space_id: Id });
/** The path of a plugin in a space; `app_id` is read by `parseAppKey`. */
export const ProvisionParams = Type.Object({ space_id: Id, app_id: AppInPath });
/** The path of one plugin. Its `id` is read by `parseAppKey`, or by `parseId` where only ids are taken. */
export const AppParams = Type.Object({ id: AppInPath });
