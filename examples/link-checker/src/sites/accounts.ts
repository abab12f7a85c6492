/** A page of a site, and what it links to. */
interface SitePage {
  /** Behind the site's own path; empty for the first. */
  name: string;
  title: string;
  /** Addresses, relative to the site. */
  links: string[];
}

/** A web site that somebody keeps here. */
export interface Site {
  /** Where it is, with slashes around. */
  path: string;
  title: string;
  pages: SitePage[];
}

/** Somebody who keeps sites here. */
export interface Account {
  id: string;
  name: string;
  sites: Site[];
}

const page = (name: string, title: string, ...links: string[]): SitePage => ({
  name,
  title,
  links,
});

const BAKERY: Site = {
  path: '/bakery/',
  title: 'Corner Bakery',
  pages: [
    page('', 'Corner Bakery', 'bread', 'cakes', 'hours', 'summer-menu', 'shop'),
    page('bread', 'Bread', './', 'recipes'),
    page('cakes', 'Cakes', './', 'order'),
    page('hours', 'Opening hours', './', 'contact'),
    page('recipes', 'Recipes', 'bread', 'cakes'),
    page('contact', 'Contact', './', 'hours'),
  ],
};

const MUSEUM: Site = {
  path: '/museum/',
  title: 'Harbour Museum',
  pages: [page('', 'Harbour Museum', 'boats', 'tickets'), page('boats', 'Boats', './')],
};

/** All of them. The third has nothing yet. */
export const ACCOUNTS: readonly Account[] = [
  { id: 'bakery', name: 'Corner Bakery', sites: [BAKERY] },
  { id: 'museum', name: 'Harbour Museum', sites: [MUSEUM] },
  { id: 'newcomer', name: 'Newcomer', sites: [] },
];

/** Addresses that lead to others, as sites have them that were tidied up. */
const MOVED = new Map([['/bakery/shop', '/bakery/cakes']]);

/** What is at a path of a site: a page, or where it has gone. */
export function findSitePage(path: string): { site: Site; page: SitePage } | string | undefined {
  const moved = MOVED.get(path);
  if (moved !== undefined) return moved;
  const sites = ACCOUNTS.flatMap((account) => account.sites);
  if (sites.some((site) => site.path === `${path}/`)) return `${path}/`;
  for (const site of sites) {
    const found = site.pages.find(({ name }) => site.path + name === path);
    if (found !== undefined) return { site, page: found };
  }
  return undefined;
}
