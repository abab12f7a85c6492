import type { Schemas } from '../../../api/client.ts';

/** What somebody may be to a plugin. */
export type Role = Schemas['Collaborator']['role'];

/** From who may most on. */
export const ROLES = ['owner', 'developer', 'viewer'] as const satisfies readonly Role[];
