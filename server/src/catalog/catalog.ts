import { stepsOf } from '../installs/setup/steps.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { toPage } from '../lib/http/pagination.ts';
import { rulesOf } from '../manifest/field-types.ts';
import { SLUG } from '../manifest/fields.ts';
import { fitsPlan } from '../manifest/plan.ts';
import type { Manifest } from '../manifest/schema.ts';
import { searchable } from '../manifest/search-text.ts';
import type { SetupStep } from '../manifest/setup-steps.ts';
import {
  type CatalogPlace,
  type CatalogRow,
  selectCatalogEntry,
  selectCatalogPage,
  selectCategories,
  selectDescriptions,
} from './queries.ts';
import type { CatalogEntry, CatalogPlugin, CatalogStep } from './schema.ts';

/** For which space the catalog is looked at; one that the reader belongs to. */
export interface CatalogSpace {
  id: number;
  plan_level: number | null;
}

/** What is looked for. */
export interface CatalogWish {
  search: string | undefined;
  category: string | undefined;
  space: CatalogSpace | undefined;
}

// More say no more, and each is looked for in the text of every plugin.
const MOST_WORDS = 10;

/** A page of the catalog. @throws Failure `invalid` for too many words, and a cursor that is of another list. */
export async function readCatalog(
  db: Db,
  { search, category, space }: CatalogWish,
  { after, limit }: { after: string | undefined; limit: number },
) {
  const words = wordsOf(search ?? '');
  const place = after === undefined ? undefined : readPlace(after);
  const wish = { words, category, spaceId: space?.id ?? null };
  const rows = await selectCatalogPage(db, wish, place, limit);
  const describe = await describer(db, rows);
  return toPage(rows, limit, placeOf, (row) => toEntry(row, space, describe));
}

/**
 * A plugin of the catalog.
 *
 * @throws Failure `plugin_not_found` for one that has no release, and, where it is not installed, for one that is not public or is suspended.
 */
export async function readCatalogEntry(
  db: Db,
  slug: string,
  space: CatalogSpace | undefined,
): Promise<CatalogPlugin> {
  const row = SLUG.test(slug) ? await selectCatalogEntry(db, slug, space?.id ?? null) : undefined;
  if (row === undefined) {
    throw new Failure('plugin_not_found', 'The catalog has no plugin of this slug');
  }
  const { description, website, preview_video } = row.manifest;
  const entry = toEntry(row, space, await describer(db, [row]));
  const setup_steps = stepsAskedOf(row.manifest);
  return { ...entry, description, website, preview_video, setup_steps };
}

/** A page of the categories of what the catalog lists, by name. @throws Failure `invalid` for a cursor that is of another list. */
export async function readCategories(
  db: Db,
  { after, limit }: { after: string | undefined; limit: number },
) {
  // PostgreSQL takes no text with this character.
  if (after?.includes('\0')) throw invalidCursor();
  const rows = await selectCategories(db, after, limit);
  return toPage(
    rows,
    limit,
    ({ name }) => name,
    (row) => row,
  );
}

const stepsAskedOf = (manifest: Manifest): CatalogStep[] =>
  stepsOf(manifest).map(({ step, required }) => ({
    type: step.type,
    title: step.title,
    required,
    fields: askedFields(step),
    host: hostOf(step),
  }));

const askedFields = (step: SetupStep): CatalogStep['fields'] =>
  step.type !== 'form'
    ? []
    : step.fields
        .filter(({ type }) => rulesOf(type).holdsValue)
        .map(({ label, required = false }) => ({ label, required }));

function hostOf(step: SetupStep): string | null {
  if (step.type === 'form') return null;
  const address = step.type === 'oauth2' ? step.authorize_url : step.content_url;
  return new URL(address).host;
}

function wordsOf(search: string): string[] {
  const words = searchable(search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length > MOST_WORDS) throw invalid('/search', `must have at most ${MOST_WORDS} words`);
  return words;
}

const placeOf = ({ rank, sort_name, id }: CatalogRow): string =>
  JSON.stringify([rank, id, sort_name]);

const PLACE = /^\[(\d),(\d{1,15}),(".*")\]$/s;

function readPlace(after: string): CatalogPlace {
  const [, rank, id, name] = PLACE.exec(after) ?? [];
  try {
    if (name !== undefined) {
      const sortName: unknown = JSON.parse(name);
      // PostgreSQL takes no text with this character.
      if (typeof sortName === 'string' && !sortName.includes('\0'))
        return { rank: Number(rank), id: Number(id), sortName };
    }
  } catch {
    // Answered as any other that no list made.
  }
  throw invalidCursor();
}

const invalidCursor = () => invalid('/cursor', 'The cursor must be a next_cursor of this list');

type Described = CatalogEntry['scopes'][number];

interface Describe {
  scope(name: string): Described;
  event(name: string): Described;
}

async function describer(db: Db, rows: CatalogRow[]): Promise<Describe> {
  const scopes = new Set(
    rows.flatMap(({ manifest: { scopes, optional_scopes } }) => [...scopes, ...optional_scopes]),
  );
  const events = new Set(rows.flatMap(({ manifest }) => manifest.events.map(({ name }) => name)));
  const found =
    scopes.size + events.size === 0 ? [] : await selectDescriptions(db, [...scopes], [...events]);
  const known = new Map(
    found.map(({ kind, name, description }) => [`${kind} ${name}`, description]),
  );
  const described = (kind: string) => (name: string) => ({
    name,
    description: known.get(`${kind} ${name}`) ?? null,
  });
  return { scope: described('scope'), event: described('event') };
}

function toEntry(
  row: CatalogRow,
  space: CatalogSpace | undefined,
  describe: Describe,
): CatalogEntry {
  const { id, slug, origin, manifest, number, published_at } = row;
  const { sidebar, toolbar } = manifest.placements;
  const { name, intro, author, icon, screenshot, categories, plan_level } = manifest;
  return {
    id,
    slug,
    name,
    origin,
    intro,
    author,
    icon,
    screenshot,
    categories,
    placements: { sidebar: (sidebar ?? null) !== null, toolbar: toolbar === true },
    plan_level,
    scopes: manifest.scopes.map(describe.scope),
    optional_scopes: manifest.optional_scopes.map(describe.scope),
    events: manifest.events.map(({ name }) => describe.event(name)),
    release: { number, published_at: published_at.toISOString() },
    in_space:
      space === undefined
        ? null
        : { fits_plan: fitsPlan(space.plan_level, plan_level), ...installIn(row) },
  };
}

type InSpace = NonNullable<CatalogEntry['in_space']>;

function installIn({
  install_id: id,
  install_status: status,
  erase_after,
}: CatalogRow): Pick<InSpace, 'install' | 'restorable'> {
  if (id === null || status === null) return { install: null, restorable: null };
  if (erase_after === null) return { install: { id, status }, restorable: null };
  return { install: null, restorable: { id, until: erase_after.toISOString() } };
}
