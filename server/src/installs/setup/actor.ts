import type { ConfigAuthor } from '../schema.ts';

/** Who goes on with a set-up. */
export type SetupActor = ConfigAuthor;

/** The person who acts; null for the host. */
export const personOf = ({ kind, id }: SetupActor): number | null => (kind === 'user' ? id : null);
