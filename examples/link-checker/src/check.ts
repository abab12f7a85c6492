import { extractLinks, type LinkList, toLinkList } from './links.ts';
import { type Get, type Got, NotCalled } from './outbound.ts';
import { parseUrl } from './parse-url.ts';
import { Refusal } from './refusal.ts';
import type { Check, CheckRequest, LinkResult, Settings } from './shapes.ts';

const AT_ONCE = 8;
/** Of a page: what is behind it is not read. */
const MAX_PAGE_BYTES = 512 * 1024;
const MAX_HTML_CHARACTERS = 256 * 1024;
const MAX_TITLE_CHARACTERS = 200;
/** Of the host's context: more are not looked at. */
const MAX_GIVEN_LINKS = 1000;
/** All links together: 50 of them, 8 at once, 5 s each at most, would take longer. */
const CHECK_TIMEOUT_MS = 20_000;

/**
 * Checks what a person asked for.
 *
 * @throws Refusal 422 when there is nothing to check.
 */
export async function runCheck(given: unknown, settings: Settings, get: Get): Promise<Check> {
  const { title, url, links, omitted } = await findLinks(readRequest(given), get);
  const results = await checkLinks(links, settings, get);
  return {
    checked_at: new Date().toISOString(),
    title: title.slice(0, MAX_TITLE_CHARACTERS),
    url,
    results,
    omitted,
  };
}

/** @throws Refusal 422 */
function readRequest(given: unknown): CheckRequest {
  const { links, url, html, title } = (given ?? {}) as Record<string, unknown>;
  const address = typeof url === 'string' ? url.trim() : undefined;
  if (Array.isArray(links)) {
    const list = links.slice(0, MAX_GIVEN_LINKS) as string[];
    return { links: list, url: address, title: typeof title === 'string' ? title : undefined };
  }
  if (typeof html === 'string') {
    if (html.length <= MAX_HTML_CHARACTERS) return { html };
    throw new Refusal(422, `The HTML is longer than ${MAX_HTML_CHARACTERS} characters`);
  }
  if (address !== undefined && /^https?:\/\//i.test(address) && parseUrl(address) !== undefined) {
    return { url: address };
  }
  throw new Refusal(422, 'Enter the address of a page, beginning with https:// or http://');
}

interface Found extends LinkList {
  title: string;
  url: string | null;
}

/** The links of what a person asked for. @throws Refusal 422 when it cannot be read. */
export async function findLinks(request: CheckRequest, get: Get): Promise<Found> {
  if ('links' in request) {
    const { title, url } = request;
    const isWeb = url !== undefined && parseUrl(url) !== undefined && url.startsWith('http');
    return { ...toLinkList(request.links), title: title || 'A page', url: isWeb ? url : null };
  }
  if ('html' in request) {
    const found = extractLinks(request.html);
    return { ...found, title: found.title || 'Pasted HTML', url: null };
  }
  const page = await getPage(request.url, get);
  const found = extractLinks(page.body, page.url);
  return { ...found, title: found.title || new URL(page.url).host, url: page.url };
}

async function getPage(url: string, get: Get): Promise<Got> {
  const page = await get(url, { maxBytes: MAX_PAGE_BYTES }).catch((error: unknown) => {
    throw new Refusal(422, `The page cannot be read: ${reason(error)}`);
  });
  if (page.status !== 200) throw new Refusal(422, `The page answered ${page.status}`);
  if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(page.contentType)) {
    throw new Refusal(422, 'That is not a page: its answer is not HTML');
  }
  return page;
}

/** Checks links, a few at a time; the results are in the order of the links. */
export async function checkLinks(
  links: string[],
  settings: Settings,
  get: Get,
): Promise<LinkResult[]> {
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
  const results: LinkResult[] = [];
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < links.length; index = next++) {
      results[index] = await checkLink(links[index] as string, settings, get, signal);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function checkLink(
  url: string,
  settings: Settings,
  get: Get,
  signal: AbortSignal,
): Promise<LinkResult> {
  if (isIgnored(url, settings)) {
    return { url, outcome: 'ignored', status: null, detail: 'Its host is ignored' };
  }
  try {
    return { url, ...judge(url, await get(url, { signal }), settings) };
  } catch (error) {
    const outcome = error instanceof NotCalled ? 'refused' : 'broken';
    return { url, outcome, status: null, detail: reason(error) };
  }
}

function isIgnored(url: string, { ignored_hosts }: Settings): boolean {
  const { hostname } = new URL(url);
  return ignored_hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

/** Servers that want to know who asks, or have been asked too often, say nothing about the page. */
const UNCLEAR = new Set([401, 402, 403, 407, 408, 425, 429, 503]);

function judge(
  url: string,
  { status, url: end }: Got,
  settings: Settings,
): Omit<LinkResult, 'url'> {
  if (UNCLEAR.has(status)) {
    return { outcome: 'unclear', status, detail: `Answers ${status}: it may work for others` };
  }
  if (status < 200 || status > 299) {
    return { outcome: 'broken', status, detail: `Answers ${status}` };
  }
  if (end === url) return { outcome: 'ok', status, detail: 'Works' };
  const outcome = settings.redirects_are_broken ? 'broken' : 'redirected';
  return { outcome, status, detail: `Redirects to ${end}` };
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'There is no such host';
  if (code === 'ECONNREFUSED') return 'Nothing listens there';
  if (code === 'ECONNRESET') return 'The connection broke';
  if (code?.includes('CERT') || code?.startsWith('ERR_TLS')) return 'Its certificate is not valid';
  if (error instanceof NotCalled) return `${message}, which is not called from here`;
  return message === '' ? 'It cannot be reached' : message;
}
