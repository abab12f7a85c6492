import { parseId } from '../lib/ids.ts';
import { SLUG } from '../manifest/fields.ts';

/** How a plugin is named in a path or a body: its id, its slug, or `<owner>@<slug>`. */
export interface AppKey {
  id: number | null;
  slug: string | null;
  /** As {@link handleOf} makes it of a name; null when the key does not say. */
  owner: string | null;
}

/** Undefined for what cannot name a plugin. */
export function parseAppKey(given: string | number): AppKey | undefined {
  const id = parseId(given);
  if (id !== undefined) return { id, slug: null, owner: null };
  const [owner, slug, ...rest] = splitOwner(String(given));
  if (rest.length > 0 || slug === undefined || !SLUG.test(slug)) return undefined;
  return { id: null, slug, owner };
}

function splitOwner(text: string): [string | null, string?, ...string[]] {
  const parts = text.split('@');
  return parts.length === 1 ? [null, text] : (parts as [string, string, ...string[]]);
}

/** A name in the letters of a slug: `Storyblok GmbH` is `storyblok-gmbh`. */
export function handleOf(name: string): string {
  const ascii = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return ascii.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}

/** Whether the owner that a key names is the plugin's: by its author, or by who registered it. */
export function isOwnedBy(
  { owner }: AppKey,
  author: string | null,
  ownerName: string | null,
): boolean {
  if (owner === null) return true;
  return [author, ownerName].some((name) => name !== null && handleOf(name) === owner);
}
