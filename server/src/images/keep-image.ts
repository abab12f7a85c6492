import type { Config } from '../config.ts';
import type { Database } from '../lib/db.ts';
import { holdQuota, refuseBeyond } from '../lib/quotas.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { imageName } from './image-names.ts';
import type { ImageStore } from './image-store.ts';
import { IMAGE_TYPES, imageEnding } from './image-type.ts';
import { countImages, hasImage, insertImage } from './queries.ts';

/** What keeping images needs. */
export interface ImageDeps {
  db: Database;
  config: Config;
  images: ImageStore;
}

/** An image that is kept. */
export interface KeptImage {
  name: string;
  type: (typeof IMAGE_TYPES)[keyof typeof IMAGE_TYPES];
}

/**
 * Keeps an image that somebody uploaded; the same one again is the same.
 *
 * @param userId whose it counts as; null for the host and operators, who may have any number.
 * @throws Failure `invalid` for what is no image that is taken, `quota_exceeded`, `unavailable`.
 */
export async function keepImage(
  { db, config, images }: ImageDeps,
  userId: number | null,
  bytes: Buffer,
): Promise<KeptImage> {
  const ending = await imageEnding(bytes);
  const name = imageName(bytes, ending);
  // First, so that nothing is kept that nobody answers for.
  if (userId !== null) await countIn(db, config, userId, name);
  await images.put(name, bytes, IMAGE_TYPES[ending]);
  return { name, type: IMAGE_TYPES[ending] };
}

const WHAT = 'images';
const REMEDY = 'use one of those, or ask whoever runs this for more';

function countIn(
  db: Database,
  { imageQuota: limit }: Pick<Config, 'imageQuota'>,
  userId: number,
  name: string,
): Promise<void> {
  return runAgainOnDeadlock(db, async (tx) => {
    await holdQuota(tx, WHAT, userId);
    if (await hasImage(tx, userId, name)) return;
    refuseBeyond(WHAT, { limit, used: await countImages(tx, userId) }, REMEDY);
    await insertImage(tx, userId, name);
  });
}
