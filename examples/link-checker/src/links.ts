import { parseUrl } from './parse-url.ts';
/** How many links of a page are checked at most. */
export const MAX_LINKS = 50;

/** Longer addresses are cut off by browsers and servers alike. */
const MAX_URL_LENGTH = 2048;

/** The links of a page that can be checked. */
export interface LinkList {
  /** Absolute, http or https, each once, at most {@link MAX_LINKS}. */
  links: string[];
  /** How many more there were. */
  omitted: number;
}

/**
 * Picks what can be checked from the links of a page.
 *
 * @param base what relative links are relative to; without it they are left out.
 */
export function toLinkList(hrefs: Iterable<unknown>, base?: string): LinkList {
  const found = new Set<string>();
  for (const href of hrefs) {
    const url = typeof href === 'string' ? parse(href.trim(), base) : undefined;
    if (url !== undefined) found.add(url);
  }
  const all = [...found];
  return { links: all.slice(0, MAX_LINKS), omitted: Math.max(0, all.length - MAX_LINKS) };
}

function parse(href: string, base: string | undefined): string | undefined {
  if (href === '' || href.startsWith('#') || parseUrl(href, base) === undefined) return undefined;
  const url = new URL(href, base);
  url.hash = '';
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && url.href.length <= MAX_URL_LENGTH ? url.href : undefined;
}

/** A page as far as its links go. */
export interface PageLinks extends LinkList {
  title: string | undefined;
}

/** What is no markup, up to its end tag. */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'noembed', 'noframes']);
const TAG_NAME = /[a-z][^\s/>]*/iy;
// Sticky, and each match goes on where the one before ended: the time is proportional to the length of the page, whatever is in it.
const ATTRIBUTE = /[\s/]+([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/y;

/**
 * Finds the links (`<a href>`) of a piece of HTML. It reads tags as browsers do, not the tree that they make of them, which is enough
 * for links: comments, scripts and the like are passed over, and `<base href>` is heeded.
 *
 * @param pageUrl where the page is; without it only absolute links are found.
 */
export function extractLinks(html: string, pageUrl?: string): PageLinks {
  const hrefs: string[] = [];
  let base = pageUrl;
  let title: string | undefined;
  let at = html.indexOf('<');
  while (at >= 0) {
    const tag = readTag(html, at);
    const href = tag.attributes.get('href');
    if (href !== undefined && tag.name === 'a') hrefs.push(href);
    if (href !== undefined && tag.name === 'base' && base === pageUrl)
      base = resolve(href, pageUrl);
    if (tag.name === 'title') {
      title ??= decode(html.slice(endOf(html, '>', tag.end), tag.next)).trim();
    }
    at = html.indexOf('<', Math.max(tag.next, at + 1));
  }
  return { ...toLinkList(hrefs, base), title };
}

interface Tag {
  name: string;
  attributes: Map<string, string>;
  /** Behind its attributes. */
  end: number;
  /** Where to go on: behind what is no markup. */
  next: number;
}

function readTag(html: string, at: number): Tag {
  const none = { name: '', attributes: new Map<string, string>(), end: at, next: at + 1 };
  if (html.startsWith('<!--', at)) return { ...none, next: endOf(html, '-->', at + 4) };
  TAG_NAME.lastIndex = at + 1;
  const name = TAG_NAME.exec(html)?.[0].toLowerCase();
  if (name === undefined) return none;
  const attributes = new Map<string, string>();
  let end = at + 1 + name.length;
  for (;;) {
    ATTRIBUTE.lastIndex = end;
    const found = ATTRIBUTE.exec(html);
    if (found === null) break;
    const [, key = '', double, single, bare] = found;
    const known = attributes.has(key.toLowerCase());
    if (!known) attributes.set(key.toLowerCase(), decode(double ?? single ?? bare ?? ''));
    end = ATTRIBUTE.lastIndex;
  }
  return { name, attributes, end, next: RAW.has(name) ? closingTag(html, name, end) : end };
}

function endOf(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at + mark.length;
}

function closingTag(html: string, name: string, from: number): number {
  const pattern = new RegExp(`</${name}[\\s/>]`, 'gi');
  pattern.lastIndex = from;
  return pattern.exec(html)?.index ?? html.length;
}

const resolve = (href: string, base: string | undefined): string | undefined =>
  parseUrl(href, base)?.href ?? base;

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#38': '&',
  '#x26': '&',
  '#39': "'",
};

/** The few character references that addresses are written with. */
const decode = (text: string): string =>
  text.replaceAll(
    /&(amp|lt|gt|quot|#38|#x26|#39);/gi,
    (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole,
  );
