import type { ConfigOf } from '@plugboard/sdk';

/** What the greeter reads of an install's config: the other answers of its forms are for show. */
export const SETTINGS = {
  type: 'object',
  properties: { greeting: { type: 'string' }, wifi_password: { type: 'string' } },
} as const;

/** A config that fits {@link SETTINGS}. */
export type Settings = ConfigOf<typeof SETTINGS>;
