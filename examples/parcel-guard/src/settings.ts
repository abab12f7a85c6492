import type { ConfigOf } from '@plugboard/sdk';

/** What the parcel guard reads of an install's config: the answers of its form. */
export const SETTINGS = {
  type: 'object',
  properties: {
    shelf: { type: 'string' },
    name_carrier: { type: 'boolean' },
    code: { type: 'string' },
  },
  required: ['shelf'],
} as const;

/** A config that fits {@link SETTINGS}. */
export type Settings = ConfigOf<typeof SETTINGS>;
