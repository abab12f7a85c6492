/** A page that a browser shows. */
export interface BrowserPage {
  url: URL;
  status: number;
  html: string;
}

/** As much of a browser as it takes to walk through windows: redirects, cookies, forms. It runs no script. */
export interface Browser {
  open(url: string | URL): Promise<BrowserPage>;
  /**
   * Submits the first form of a page, with what it carries hidden.
   *
   * @throws Error when the page has none.
   */
  submit(page: BrowserPage, values?: Record<string, string>): Promise<BrowserPage>;
  /** Follows the first link of a page to an address that begins so. @throws Error when there is none. */
  follow(page: BrowserPage, prefix: string): Promise<BrowserPage>;
}

const MAX_REDIRECTS = 10;
const TIMEOUT_MS = 30_000;

/** @param signal ends every request under way. */
export function openBrowser(signal: AbortSignal): Browser {
  const cookies = new Map<string, Map<string, string>>();

  async function request(url: URL, init: RequestInit, hops = 0): Promise<BrowserPage> {
    const jar = cookies.get(url.origin) ?? new Map<string, string>();
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...init,
      headers: { accept: 'text/html', ...(cookie !== '' && { cookie }), ...init.headers },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    cookies.set(url.origin, jar);
    const location = response.headers.get('location');
    const html = await response.text();
    if (location === null) return { url, status: response.status, html };
    if (hops === MAX_REDIRECTS) throw new Error(`${url} redirects for ever`);
    return request(new URL(location, url), {}, hops + 1);
  }

  return {
    open: (url) => request(new URL(url), {}),
    async submit({ url, html }, values = {}) {
      const [, attributes, content = ''] = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(html) ?? [];
      if (attributes === undefined) throw new Error(`${url.origin}${url.pathname} has no form`);
      const fields = new URLSearchParams({ ...hiddenFields(content), ...values });
      if (!/method="post"/.test(attributes)) {
        const target = new URL(url);
        target.search = String(fields);
        return request(target, {});
      }
      // Nothing of the page's own address but the origin: as browsers say where a form comes from.
      const headers = { origin: url.origin, 'content-type': 'application/x-www-form-urlencoded' };
      return request(url, { method: 'POST', headers, body: String(fields) });
    },
    async follow({ url, html }, prefix) {
      const links = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)];
      const link = links.map(([, href = '']) => decode(href)).find((to) => to.startsWith(prefix));
      if (link === undefined) throw new Error(`${url.origin}${url.pathname} has no such link`);
      return request(new URL(link), {});
    },
  };
}

function hiddenFields(form: string): Record<string, string> {
  const inputs = [...form.matchAll(/<input [^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
  return Object.fromEntries(
    inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]),
  );
}

const attribute = (tag: string, name: string): string =>
  decode(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** What stands in an attribute. */
const decode = (text: string): string =>
  text.replaceAll(/&(?:#(\d+)|(amp|lt|gt|quot));/g, (_, code, name) =>
    code === undefined ? (NAMED[name] ?? '') : String.fromCharCode(Number(code)),
  );
