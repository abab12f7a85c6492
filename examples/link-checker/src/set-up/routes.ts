import { type JsonObject, type Option, type Plugin, refuse } from '@plugboard/sdk';
import type { ChosenSite } from '../shapes.ts';
import type { FindAccount, KnownSite, SitesAccount } from './sites-api.ts';

/**
 * Adds what the link checker answers while an admin sets it up. Plugboard calls each route on behalf of somebody who waits: what is refused, they
 * read. What a route answers is merged into the config; nothing else is saved.
 *
 * @param ask whose a token is, and what they have
 */
export function withSetUp(plugin: Plugin, ask: FindAccount): Plugin {
  const findAccount: FindAccount = async (token) => {
    try {
      return await ask(token);
    } catch (error) {
      plugin.onError(error);
      throw refuse('Sites does not answer. Try again in a moment.');
    }
  };
  const accountBy = async (token: unknown): Promise<SitesAccount> => {
    const account = typeof token === 'string' ? await findAccount(token) : undefined;
    if (account === undefined) throw refuse('Sites does not know us any more: connect again');
    return account;
  };
  /** The site that was chosen, if it is still there. */
  const siteOf = async (config: JsonObject): Promise<KnownSite> => {
    const { account, sites } = await accountBy(config.sites_token);
    const site = sites.find(({ url }) => url === readSite(config)?.url);
    if (site === undefined) throw refuse(`${account} has not chosen a site yet`);
    return site;
  };

  return plugin
    .validate('setup/connected', ({ payload, config }) => keepToken(payload, config, accountBy))
    .validate('setup/chosen', async ({ payload, config }) =>
      keepSite(payload, await accountBy(config.sites_token)),
    )
    .options('setup/pages', async ({ config, page }) => ({
      data: pageOf((await siteOf(config)).pages, page),
    }))
    .selectedValues('setup/chosen-pages', async ({ config, value }) =>
      labelsOf((await siteOf(config)).pages, value),
    )
    .validate('setup/check', async ({ payload, config }) => {
      const kept = await keepAnswers(payload, findAccount);
      const site = await siteOf({ ...config, ...kept });
      const gone = [kept.pages ?? []].flat().find((one) => !hasPage(site, one));
      if (gone === undefined) return kept;
      return refuse(`${site.title} has no page ${String(gone).slice(0, 200)}`);
    });
}

const hasPage = ({ pages }: KnownSite, wanted: unknown) => pages.some(({ url }) => url === wanted);

/**
 * Of what the token endpoint answered only the token is kept. The manifest names its key among the step's `secrets`: it is encrypted, and shown to
 * nobody but us.
 */
async function keepToken(
  { access_token: token }: JsonObject,
  config: JsonObject,
  accountBy: (token: unknown) => Promise<SitesAccount>,
): Promise<object> {
  const { account, sites } = await accountBy(token);
  if (sites.length === 0) {
    throw refuse(`${account} has no site yet: make one at Sites, or be somebody else there`);
  }
  const known = sites.some(({ url }) => url === readSite(config)?.url);
  // What was chosen of another account's is not ours to look at any more.
  const others = known ? {} : { site: null, pages: null };
  return { sites_token: token, sites_account: account, ...others };
}

/** What the pop-up handed over came in an address that anybody can write: the account says whether the site is theirs. */
function keepSite({ site: wanted }: JsonObject, { account, sites }: SitesAccount) {
  const site = sites.find(({ url }) => url === wanted);
  if (site !== undefined) return { site: { title: site.title, url: site.url }, pages: null };
  const theirs = sites.map(({ url }) => url).join(', ');
  return refuse(`That is no site of ${account}, which has ${theirs || 'none'}`);
}

const PAGE = 4;

/** Options by number: pages count from 1, the first call names none, and the last one is empty. */
function pageOf(pages: KnownSite['pages'], page = 1): Option[] {
  const start = (page - 1) * PAGE;
  return pages.slice(start, start + PAGE).map(toOption);
}

const toOption = ({ title, url }: KnownSite['pages'][number]): Option => ({
  label: title,
  value: url,
});

/** The labels of what was chosen earlier; what has gone since is left out. */
const labelsOf = (pages: KnownSite['pages'], value: unknown): Option[] =>
  pages.filter(({ url }) => [value].flat().includes(url)).map(toOption);

async function keepAnswers(
  { pages = null, sites_token: token, ...rest }: JsonObject,
  findAccount: FindAccount,
): Promise<JsonObject> {
  if (typeof token !== 'string' || token === '') return { ...rest, pages };
  if ((await findAccount(token)) === undefined) throw refuse('Sites does not know this token');
  return { ...rest, pages, sites_token: token };
}

/** The site that an install looks after, and the pages of it that matter most; undefined before it is set up. */
export function readSite(config: unknown): ChosenSite | undefined {
  const { site, pages } = (config ?? {}) as JsonObject;
  const { title, url } = (site ?? {}) as JsonObject;
  if (typeof title !== 'string' || typeof url !== 'string') return undefined;
  const known = Array.isArray(pages) ? pages : [];
  return { title, url, pages: known.filter((page): page is string => typeof page === 'string') };
}
