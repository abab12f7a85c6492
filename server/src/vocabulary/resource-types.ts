import { randomBytes } from 'node:crypto';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { OutboundRefused } from '../lib/outbound/errors.ts';
import { checkTargetUrl, type OutboundPolicy } from '../lib/outbound/target.ts';
import type { Reader } from '../reach.ts';
import { pluginsChoosingFrom } from './plugins-naming.ts';
import {
  deleteResourceType,
  type ResourceTypeRow,
  selectResourceType,
  upsertResourceType,
} from './resource-type-queries.ts';
import { RESOURCE_NAME, type ResourceType, type ResourceTypeInput } from './schema.ts';

/** The kind of resources that is ours: the members of a space. */
export const MEMBERS_RESOURCE = 'members';

const sealContext = (name: string): string => `resource_types:${name}`;

/** A resource type that was declared; the secret only when it is new. */
export interface DeclaredResourceType {
  row: ResourceTypeRow;
  created: boolean;
  /** For libraries for Standard Webhooks: shown this once. */
  signingSecret: string | null;
}

/**
 * Creates or replaces a resource type. Its secret stays, unless another one is asked for.
 *
 * @throws Failure `invalid` for a bad name or a URL that cannot be called, `forbidden` for `members`.
 */
export async function putResourceType(
  { db, vault, policy }: { db: Db; vault: Vault; policy: OutboundPolicy },
  name: string,
  { description = null, list_url: listUrl, rotate_secret = false }: ResourceTypeInput,
): Promise<DeclaredResourceType> {
  if (name === MEMBERS_RESOURCE)
    throw new Failure('forbidden', '"members" are those of the space, and not to be declared');
  if (!RESOURCE_NAME.test(name)) {
    throw invalid(
      '/name',
      'A resource type is a lower-case letter, then up to 99 of a-z, 0-9, "_" and "."',
    );
  }
  refuseUncallable(listUrl, policy);
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const sealed_secret = vault.seal(secret, sealContext(name));
  const declared = { name, description, list_url: listUrl, sealed_secret };
  const { created, ...row } = await upsertResourceType(db, declared, rotate_secret);
  return { row, created, signingSecret: created || rotate_secret ? secret : null };
}

function refuseUncallable(url: string, policy: OutboundPolicy): void {
  try {
    checkTargetUrl(url, policy);
  } catch (error) {
    if (error instanceof OutboundRefused) throw invalid('/list_url', error.message);
    throw error;
  }
}

/** @throws Failure `resource_type_not_found`. */
export async function getResourceType(db: Db, name: string): Promise<ResourceTypeRow> {
  const row = RESOURCE_NAME.test(name) ? await selectResourceType(db, name) : undefined;
  if (row === undefined) throw noSuchResourceType(name);
  const { sealed_secret: _sealed, ...shown } = row;
  return shown;
}

/**
 * Where the host is asked for resources, and the key that signs what is asked.
 *
 * @throws Failure `resource_type_not_found`.
 * @throws CannotOpenSecret
 */
export async function openResourceType(
  db: Db,
  vault: Vault,
  name: string,
): Promise<{ listUrl: string; key: Buffer }> {
  const row = await selectResourceType(db, name);
  if (row === undefined) throw noSuchResourceType(name);
  const secret = vault.open(row.sealed_secret, sealContext(name));
  return {
    listUrl: row.list_url,
    key: Buffer.from(secret.slice('whsec_'.length), 'base64'),
  };
}

/** @throws Failure `resource_type_not_found`; `in_use` while a plugin lets people choose from it. */
export async function removeResourceType(db: Db, name: string): Promise<void> {
  await getResourceType(db, name);
  const slugs = await pluginsChoosingFrom(db, name);
  if (slugs.length > 0)
    throw new Failure('in_use', `The plugins ${slugs.join(', ')} let people choose from "${name}"`);
  if (!(await deleteResourceType(db, name))) throw noSuchResourceType(name);
}

const noSuchResourceType = (name: string): Failure =>
  new Failure('resource_type_not_found', `The host has declared no resources "${name}"`);

/** As the host sees it. */
export const resourceTypeView = (row: ResourceTypeRow) => ({
  name: row.name,
  description: row.description,
  list_url: row.list_url,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});

/** As anybody sees it: where the host is asked is for the host alone. */
export const resourceTypeFor = (reader: Reader, row: ResourceTypeRow): ResourceType => ({
  ...resourceTypeView(row),
  list_url: reader === null ? row.list_url : null,
});
