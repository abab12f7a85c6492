import type { Item } from '../../../api/query.ts';
import type { StatusTone } from '../../../ui/status.tsx';

/** Where releases are listed. */
export const RELEASES = '/platform/v1/plugins/{id}/releases';

/** A release in a list. */
export type Release = Item<typeof RELEASES>;

/** How the state of a release is shown. */
export const RELEASE_TONES = {
  draft: 'outline',
  in_review: 'info',
  published: 'success',
  rejected: 'warning',
} as const satisfies Record<Release['state'], StatusTone>;
