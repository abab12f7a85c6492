import { findLinks } from '../check.ts';
import type { Get } from '../outbound.ts';
import { escapeHtml, formPage, type Page, plainPage } from '../pages.ts';
import { parseUrl } from '../parse-url.ts';
import { Refusal } from '../refusal.ts';

/** What the page needs. */
export interface ChooseContext {
  /** Where Plugboard waits for the window: the only address that this page sends anybody to. */
  callbackUrl: string;
  get: Get;
}

/** Sites that are looked at for anybody at the same time: this page asks nobody who they are. */
const AT_ONCE = 4;

/**
 * The page of the pop-up step: somebody types the address of their site, sees what is there, and takes it. It has no script and no session: all
 * that it knows is in its address. Whether the site is theirs is judged afterwards, by `/setup/chosen`.
 *
 * @returns the page for a query.
 */
export function createChoosePage({ callbackUrl, get }: ChooseContext) {
  let looking = 0;

  async function look(address: string): Promise<{ title: string; url: string; links: number }> {
    if (looking >= AT_ONCE) throw new Refusal(429, 'Too many are looking: try again in a moment');
    looking++;
    try {
      const { title, url, links } = await findLinks({ url: readAddress(address) }, get);
      return { title, url: url ?? address, links: links.length };
    } finally {
      looking--;
    }
  }

  /** @throws Refusal 400 where it was not opened by a set-up. */
  return async (query: URLSearchParams): Promise<{ status: number; page: Page }> => {
    const state = query.get('state') ?? '';
    // An address of somebody else's must not get a word from us, nor a click: `javascript:` is an address, too.
    if (state === '' || query.get('callback_url') !== callbackUrl) {
      throw new Refusal(400, 'Open this page from the set-up of your workspace');
    }
    const address = query.get('site')?.trim() ?? '';
    const form = (status: number, message?: string) => ({
      status,
      page: formPage('Which site?', fields({ state, callbackUrl, address, message })),
    });
    if (!query.has('site')) return form(200);
    try {
      const { title, url, links } = await look(address);
      const back = new URL(callbackUrl);
      back.searchParams.set('state', state);
      back.searchParams.set('site', url);
      const text = `${url} has ${links} ${links === 1 ? 'link' : 'links'} on its first page.`;
      return { status: 200, page: plainPage(title, text, { href: back.href, text: 'Take it' }) };
    } catch (error) {
      if (error instanceof Refusal) return form(error.status, error.message);
      throw error;
    }
  };
}

function readAddress(address: string): string {
  const url = /^https?:\/\//i.test(address) ? parseUrl(address) : undefined;
  if (url !== undefined) return url.href;
  throw new Refusal(422, 'Enter the address of your site, beginning with https:// or http://');
}

interface Fields {
  state: string;
  callbackUrl: string;
  address: string;
  message: string | undefined;
}

function fields({ state, callbackUrl, address, message }: Fields): string {
  const hidden = Object.entries({ state, callback_url: callbackUrl }).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  );
  const wrong =
    message === undefined
      ? ''
      : `<p class="status wrong" role="alert" id="wrong">${escapeHtml(message)}</p>`;
  const describedBy = message === undefined ? '' : ' aria-describedby="wrong" aria-invalid="true"';
  return `${wrong}<form class="card">
${hidden.join('\n')}
<label for="site">Its address</label>
<input id="site" name="site" inputmode="url" autocomplete="url" placeholder="https://" value="${escapeHtml(address)}"${describedBy}>
<button class="primary">Look at it</button>
</form>`;
}
