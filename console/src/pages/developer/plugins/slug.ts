/** What the server takes for one. */
export const isSlug = (text: string): boolean => /^[0-9-]*[a-z][a-z0-9-]*$/.test(text);

/** A short name that is made of a name: letters without their marks, and hyphens between words. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
