import type { Api } from './api.ts';
import { type Browser, type BrowserPage, openBrowser } from './browser.ts';

/** The set-up of an install, as far as the demo looks at it. */
export interface SetUp {
  steps: SetUpStep[];
}

interface SetUpStep {
  number: number;
  type: string;
  title: string;
  state: 'open' | 'done';
  message: string | null;
}

/** A set-up to walk through: that of the link checker. */
export interface Walk {
  api: Api;
  installId: number;
  /** Where Sites is. */
  sitesUrl: string;
}

/** Who the demo is at Sites, and their site. */
const ACCOUNT = 'bakery';
const SITE = '/bakery/';
const PAGES = ['/bakery/', '/bakery/bread'];

/**
 * Sets the link checker up, as an admin would by a console: from the first step that is open on. The next ones are done again, since what
 * they chose is of the account that the first connects.
 *
 * @throws Error saying which step did not come about, and why.
 */
export async function setUpLinkChecker(walk: Walk, signal: AbortSignal): Promise<void> {
  const { steps } = await readSetUp(walk);
  const first = steps.findIndex(({ state }) => state === 'open');
  if (first === -1) return;
  const browser = openBrowser(signal);
  for (const step of steps.slice(first)) await walkThrough(browser, walk, step);
}

const readSetUp = ({ api, installId }: Walk): Promise<SetUp> =>
  api.get<SetUp>(`/installs/${installId}/setup`);

async function walkThrough(browser: Browser, walk: Walk, { number, type }: SetUpStep) {
  const { api, installId, sitesUrl } = walk;
  if (type === 'form') {
    const pages = PAGES.map((path) => sitesUrl + path);
    await api.post(`/installs/${installId}/setup/${number}/submit`, { payload: { pages } });
  } else {
    const page = await browser.open(await windowUrl(api, installId, number));
    await agree(
      browser,
      type === 'oauth2'
        ? await browser.submit(page, { account: ACCOUNT, answer: 'allow' })
        : await takeSite(browser, page, sitesUrl),
    );
  }
  const step = (await readSetUp(walk)).steps[number];
  if (step?.state !== 'done' || step.message !== null) {
    throw new Error(`The set-up step "${step?.title}" is not done: ${step?.message}`);
  }
}

/** Begins a step that goes on in a window: where to send it. */
export const windowUrl = async (api: Api, installId: number, step: number): Promise<string> =>
  (await api.post<{ url: string }>(`/installs/${installId}/setup/${step}/start`)).url;

async function takeSite(browser: Browser, page: BrowserPage, sitesUrl: string) {
  const shown = await browser.submit(page, { site: sitesUrl + SITE });
  return browser.follow(shown, page.url.searchParams.get('callback_url') ?? '');
}

/** What the host begins comes back to any browser, which is asked first. */
const agree = (browser: Browser, page: BrowserPage): Promise<BrowserPage> =>
  page.html.includes('<form') ? browser.submit(page) : Promise.resolve(page);
