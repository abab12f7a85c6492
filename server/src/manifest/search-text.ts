import type { Manifest } from './schema.ts';

/** A text as it is searched: case does not matter. */
export const searchable = (text: string): string => text.toLowerCase();

/** What a release is found by in the catalog, all of it {@link searchable}: kept with it, since reading 10,000 manifests takes seconds. */
export function searchTextOf({ name, intro, description, author, categories }: Manifest): {
  sort_name: string;
  search_text: string;
} {
  const parts = [name, intro, description, author, ...categories];
  return {
    sort_name: searchable(name),
    search_text: searchable(parts.filter((part) => part !== null).join('\n')),
  };
}
