/** A site of an account, as Sites tells it. */
export interface KnownSite {
  title: string;
  url: string;
  pages: { title: string; url: string }[];
}

/** Whose token it is, and what they have. */
export interface SitesAccount {
  account: string;
  sites: KnownSite[];
}

/** Asks Sites for what a token opens; undefined where it is no good (any more). */
export type FindAccount = (token: string) => Promise<SitesAccount | undefined>;

// Plugboard waits ten seconds for an answer of ours.
const TIMEOUT_MS = 5_000;

/** @param sitesUrl where Sites is, without a trailing slash. */
export function connectSites(sitesUrl: string): FindAccount {
  return async (token) => {
    const response = await fetch(`${sitesUrl}/api/sites`, {
      headers: { authorization: `Bearer ${token}` },
      // A redirect would take the token somewhere else.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 401) return undefined;
    if (!response.ok) throw new Error(`GET ${sitesUrl}/api/sites answered ${response.status}`);
    return (await response.json()) as SitesAccount;
  };
}
