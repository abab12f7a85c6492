import { deleteEventsOfSpace } from '../events/queries.ts';
import { deleteInstalls } from '../installs/erase.ts';
import { lockInstallsOfSpace } from '../installs/erase-queries.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import { Failure, failureAt, refusal } from '../lib/failures.ts';
import { objectTextOf } from '../lib/http/splice.ts';
import type { RawJson } from '../lib/json.ts';
import {
  deleteSpaceRow,
  insertSpace,
  insertSpaceWithId,
  lockSpace,
  type SpaceRow,
  selectSpace,
  updateSpace,
} from './queries.ts';
import { MAX_ATTRIBUTES_BYTES, type NewSpace, type SpacePatch } from './schema.ts';

/** A Failure `space_not_found` that names the id, for callers who may know which there are. */
export const noSuchSpace = (id: number): Failure =>
  new Failure('space_not_found', `There is no space ${id}`);

/** @throws Failure `already_exists` when the chosen id is taken, `value_too_large` for attributes over 64 KiB. */
export async function createSpace(tx: Db, given: NewSpace): Promise<SpaceRow> {
  const space = {
    name: given.name,
    plan_level: given.plan_level ?? null,
    attributes: attributesText(given.attributes) ?? '{}',
  };
  if (given.id === undefined) return insertSpace(tx, space);
  const row = await insertSpaceWithId(tx, given.id, space);
  if (row === undefined) throw takenId(given.id);
  return row;
}

function takenId(id: number): Failure {
  const message = `There is a space ${id} already; leave the id out to get the next one`;
  return failureAt('already_exists', '/id', message);
}

/** @throws Failure `space_not_found`. */
export async function findSpace(db: Db, id: number): Promise<SpaceRow> {
  const space = await selectSpace(db, id);
  if (space === undefined) throw noSuchSpace(id);
  return space;
}

/** @throws Failure `space_not_found`, `value_too_large` for attributes over 64 KiB. */
export async function changeSpace(db: Db, id: number, patch: SpacePatch): Promise<SpaceRow> {
  const space = await updateSpace(db, id, {
    ...patch,
    attributes: attributesText(patch.attributes),
  });
  if (space === undefined) throw noSuchSpace(id);
  return space;
}

function attributesText(given: RawJson | undefined): string | undefined {
  if (given === undefined) return undefined;
  const text = objectTextOf(given, '/attributes');
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_ATTRIBUTES_BYTES) {
    const message = `has ${bytes} bytes; at most ${MAX_ATTRIBUTES_BYTES} are allowed`;
    throw refusal('value_too_large', '/attributes', message);
  }
  return text;
}

/**
 * Removes a space and all that is left of it: its members, its uninstalled installs without waiting for their grace period, their
 * jobs, and its events.
 *
 * @throws Failure `space_not_found`, `in_use` while an install is not uninstalled.
 */
export async function removeSpace(tx: Db, id: number): Promise<void> {
  if (!(await lockSpace(tx, id))) throw noSuchSpace(id);
  const installs = await lockInstallsOfSpace(tx, id);
  const remaining = installs.filter((install) => install.status !== 'uninstalled');
  if (remaining.length > 0) {
    const ids = remaining.map((install) => install.id).join(', ');
    throw new Failure('in_use', `The space still has installs (${ids}); uninstall them first`);
  }
  await deleteInstalls(
    tx,
    installs.map((install) => install.id),
  );
  await deleteEventsOfSpace(tx, id);
  await deleteSpaceRow(tx, id);
  await announce(tx, 'installs');
  await announce(tx, 'people');
}
