import { Refusal } from '../refusal.ts';
import type { ChosenSite } from '../shapes.ts';
import type { FindAccount, KnownSite, SitesAccount } from './sites-api.ts';

/**
 * What the link checker answers while an admin sets it up. Plugboard calls each route on behalf of somebody who waits: what a Refusal says,
 * they read. What a route answers is merged into the config; nothing else is saved.
 */

/** What a call is about: what is asked, what a step gave, and the install's config, with its passwords. */
export interface RouteCall {
  params: Record<string, unknown>;
  payload: Record<string, unknown>;
  config: Record<string, unknown>;
}

/** Answers one route. @throws Refusal 412 for the person who waits. */
export type Route = (call: RouteCall) => Promise<unknown>;

/** Each route, by its path. */
export function setUpRoutes(findAccount: FindAccount): Map<string, Route> {
  const accountBy = async (token: unknown): Promise<SitesAccount> => {
    const account = typeof token === 'string' ? await findAccount(token) : undefined;
    if (account === undefined) throw refused('Sites does not know us any more: connect again');
    return account;
  };
  /** The site that was chosen, if it is still there. */
  const siteOf = async ({ config }: RouteCall): Promise<KnownSite> => {
    const { account, sites } = await accountBy(config.sites_token);
    const site = sites.find(({ url }) => url === readSite(config)?.url);
    if (site === undefined) throw refused(`${account} has not chosen a site yet`);
    return site;
  };

  return new Map<string, Route>([
    ['/setup/connected', ({ payload, config }) => keepToken(payload, config, accountBy)],
    [
      '/setup/chosen',
      async ({ payload, config }) => keepSite(payload, await accountBy(config.sites_token)),
    ],
    ['/setup/pages', async (call) => pageOfPages((await siteOf(call)).pages, call.params)],
    ['/setup/chosen-pages', async (call) => labelsOf((await siteOf(call)).pages, call.params)],
    ['/setup/check', (call) => keepAnswers(call, siteOf, findAccount)],
  ]);
}

const refused = (message: string): Refusal => new Refusal(412, message);

/**
 * Of what the token endpoint answered only the token is kept. The manifest names its key among the step's `secrets`: it is encrypted, and shown to
 * nobody but us.
 */
async function keepToken(
  { access_token: token }: Record<string, unknown>,
  config: Record<string, unknown>,
  accountBy: (token: unknown) => Promise<SitesAccount>,
): Promise<object> {
  const { account, sites } = await accountBy(token);
  if (sites.length === 0) {
    throw refused(`${account} has no site yet: make one at Sites, or be somebody else there`);
  }
  const known = sites.some(({ url }) => url === readSite(config)?.url);
  // What was chosen of another account's is not ours to look at any more.
  const others = known ? {} : { site: null, pages: null };
  return { sites_token: token, sites_account: account, ...others };
}

/** What the pop-up handed over came in an address that anybody can write: the account says whether the site is theirs. */
async function keepSite(
  { site: wanted }: Record<string, unknown>,
  { account, sites }: SitesAccount,
): Promise<object> {
  const site = sites.find(({ url }) => url === wanted);
  if (site === undefined) {
    const theirs = sites.map(({ url }) => url).join(', ');
    throw refused(`That is no site of ${account}, which has ${theirs || 'none'}`);
  }
  return { site: { title: site.title, url: site.url }, pages: null };
}

const PAGE = 4;

/** Options by number: pages count from 1, the first call names none, and the last one is empty. */
function pageOfPages(pages: KnownSite['pages'], { page }: Record<string, unknown>): object {
  const start = (Number(page ?? 1) - 1) * PAGE;
  return { data: pages.slice(start, start + PAGE).map(toOption) };
}

const toOption = ({ title, url }: KnownSite['pages'][number]) => ({ label: title, value: url });

/** The labels of what was chosen earlier; what has gone since is left out. */
function labelsOf(pages: KnownSite['pages'], { value }: Record<string, unknown>): object {
  return pages.filter(({ url }) => [value].flat().includes(url)).map(toOption);
}

async function keepAnswers(
  call: RouteCall,
  siteOf: (call: RouteCall) => Promise<KnownSite>,
  findAccount: FindAccount,
): Promise<object> {
  const { pages, sites_token: token, ...rest } = call.payload;
  const kept: Record<string, unknown> = { ...rest };
  if (typeof token === 'string' && token !== '') {
    if ((await findAccount(token)) === undefined) throw refused('Sites does not know this token');
    kept.sites_token = token;
  }
  const site = await siteOf({ ...call, config: { ...call.config, ...kept } });
  const gone = [pages ?? []].flat().find((one) => !site.pages.some(({ url }) => url === one));
  if (gone !== undefined) throw refused(`${site.title} has no page ${String(gone).slice(0, 200)}`);
  return { ...kept, pages: pages ?? null };
}

/** The site that an install looks after, and the pages of it that matter most; undefined before it is set up. */
export function readSite(config: unknown): ChosenSite | undefined {
  const { site, pages } = (config ?? {}) as Record<string, unknown>;
  const { title, url } = (site ?? {}) as Record<string, unknown>;
  if (typeof title !== 'string' || typeof url !== 'string') return undefined;
  const known = Array.isArray(pages) ? pages : [];
  return { title, url, pages: known.filter((page): page is string => typeof page === 'string') };
}
