import { Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import { Touches } from '../installs/touched-schema.ts';
import { touchesOf } from '../installs/touches.ts';
import { countInTurn } from '../installs/touches-places.ts';
import { ReleaseChange } from '../manifest/change-schema.ts';
import type { Manifest } from '../manifest/schema.ts';
import { changesBetween } from '../registry/changes.ts';
import { STORY } from '../story.ts';

/** What a release changes, and whom it touches. */
export const COMPARISON = {
  changes: Type.Array(ReleaseChange, {
    description:
      'All that differs, each a fact by itself; of client secrets only that they differ. Filters come as they were written',
    examples: [
      [
        {
          kind: 'event_moved',
          event: STORY.eventName,
          from: STORY.worker,
          to: `${STORY.worker}/2`,
        },
      ],
    ],
  }),
  touches: Touches,
};

/** The manifests that are compared, as they are stored. */
export interface Compared {
  /** To which the release is compared; undefined for nothing. */
  from: Manifest | undefined;
  /** What installs run; undefined for nothing. */
  now: Manifest | undefined;
  to: Manifest;
}

/** For {@link COMPARISON}, to be spliced; within `withPlaceToCount`. */
export async function compareReleases(
  { db, vault }: Pick<AppDeps, 'db' | 'vault'>,
  pluginId: number,
  { from, now, to }: Compared,
) {
  return {
    changes: changesBetween(vault, pluginId, from, to),
    touches: await countInTurn(() => touchesOf(db, pluginId, now, to)),
  };
}
