import type { Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Config } from '../config.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { toPage } from '../lib/http/pagination.ts';
import type { Reader } from '../reach.ts';
import {
  type OwnSpaceRow,
  type SpacePlace,
  selectOwnSpace,
  selectOwnSpaces,
  updateDevelopment,
} from './membership-queries.ts';
import type { OwnSpace } from './own-space-schema.ts';

/** What the spaces of somebody are read with. */
interface OwnSpaceDeps {
  db: Db;
  config: Pick<Config, 'uninstallGraceDays'>;
}

/** A page of the spaces that somebody is a member of, by name. @throws Failure `invalid` for a cursor of another list. */
export async function listOwnSpaces(
  { db, config }: OwnSpaceDeps,
  reader: Exclude<Reader, null>,
  search: string,
  { after, limit }: { after: string | undefined; limit: number },
) {
  const place = after === undefined ? undefined : placeIn(after);
  const rows = await selectOwnSpaces(db, reader, search, { after: place, limit });
  return toPage(rows, limit, ({ id, sort_name }) => `${id} ${sort_name}`, ownSpaceView(config));
}

const PLACE = /^([1-9]\d{0,14}) ([^\0]+)$/s;

function placeIn(after: string): SpacePlace {
  const [, id, sort_name] = PLACE.exec(after) ?? [];
  if (id === undefined || sort_name === undefined) {
    throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
  }
  return { id: Number(id), sort_name };
}

/**
 * Has plugin pages shown to a member from where they are being developed, or from where they are served; recorded where it changed.
 *
 * @throws Failure `space_not_found` for who is no member.
 */
export async function switchDevelopment(
  tx: Db,
  doing: Doing,
  spaceId: number,
  { userId, development }: { userId: number; development: boolean },
): Promise<OwnSpaceRow> {
  const space = await updateDevelopment(tx, spaceId, userId, development);
  if (space === undefined) throw noSpaceOfYours();
  const about = { target: [spaceId, userId], spaceId, changed: ['development'] };
  if (space.is_new) await record(tx, doing, { action: 'member.updated', ...about });
  return space;
}

/** A space as one of its members sees it. @throws Failure `space_not_found` for who is none. */
export async function findOwnSpace(
  { db, config }: OwnSpaceDeps,
  reader: Exclude<Reader, null>,
  spaceId: number,
): Promise<OwnSpace> {
  const row = await selectOwnSpace(db, reader, spaceId);
  if (row === undefined) throw noSpaceOfYours();
  return ownSpaceView(config)(row);
}

const noSpaceOfYours = (): Failure =>
  new Failure('space_not_found', 'There is no such space, or you are no member');

/** As its member is shown it. */
export const ownSpaceView =
  ({ uninstallGraceDays }: OwnSpaceDeps['config']) =>
  ({ sort_name: _, ...space }: OwnSpaceRow): OwnSpace => ({
    ...space,
    is_admin: space.role === 'admin',
    uninstall_grace_days: uninstallGraceDays,
  });
