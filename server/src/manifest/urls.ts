import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';
import { OutboundRefused } from '../lib/outbound/errors.ts';
import { checkTargetUrl, type OutboundPolicy } from '../lib/outbound/target.ts';
import { ManifestInput } from './schema.ts';
import { type UrlUse, urlUses } from './schema-parts.ts';

type Uses = ReadonlyMap<string, UrlUse>;

const { placements, events, setup_steps, ...details } = ManifestInput.properties;

const detailUrls = urlUses(details);
const placementUrls = urlUses(placements);
const eventUrls = urlUses(events);
const stepUrls = urlUses(setup_steps);

type Path = (string | number)[];

const NO_URL = { keyword: 'format', params: { format: 'uri' } };

/** URLs that cannot be used, wherever they are in what may not even be a manifest. */
export function urlViolations(body: Record<string, unknown>, policy: OutboundPolicy): Violation[] {
  const found = [
    ...urlsIn(body, [], detailUrls, 0),
    ...urlsIn(body.placements, ['placements'], placementUrls, 1),
    // Not deeper: a filter's fields may have any name.
    ...urlsIn(body.events, ['events'], eventUrls, 1),
    ...urlsIn(body.setup_steps, ['setup_steps'], stepUrls, 5),
  ];
  return found.flatMap(({ path, url, use }) => {
    const message = urlProblem(url, use, policy);
    if (message === undefined) return [];
    return [{ pointer: toPointer(path), message, ...(!URL.canParse(url) && NO_URL) }];
  });
}

interface FoundUrl {
  path: Path;
  url: string;
  use: UrlUse;
}

function urlsIn(value: unknown, path: Path, uses: Uses, depth: number): FoundUrl[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const here = [...path, key];
    const use = Array.isArray(value) ? undefined : uses.get(key);
    if (use !== undefined && typeof member === 'string') return [{ path: here, url: member, use }];
    return depth > 0 ? urlsIn(member, here, uses, depth - 1) : [];
  });
}

/** Why a URL cannot be used for this; undefined for one that can, as far as it is known without asking the network. */
export function urlProblem(url: string, use: UrlUse, policy: OutboundPolicy): string | undefined {
  try {
    const full = use === 'image' && url.startsWith('//') ? `https:${url}` : url;
    const isStrict = use === 'called' || use === 'image';
    checkTargetUrl(full, isStrict ? policy : { allowPrivateNetwork: true });
  } catch (error) {
    if (error instanceof OutboundRefused) return error.message;
    throw error;
  }
  return use === 'redirect' ? redirectProblem(url) : undefined;
}

// What the answer to an authorization request brings: a second one would count for nobody knows whom.
const ANSWERED = ['code', 'state', 'error', 'iss'];

/** Libraries send a redirect URI as `URL` writes it: another form of it would pass consent and then be refused for ever. */
function redirectProblem(uri: string): string | undefined {
  const right = new URL(uri);
  const normal = right.href;
  right.hash = '';
  const reserved = ANSWERED.filter((name) => right.searchParams.has(name));
  for (const name of reserved) right.searchParams.delete(name);
  const use = `use ${right.href}`;
  if (normal.includes('#')) return `must not have a fragment (the part from "#"); ${use}`;
  if (reserved.length > 0) {
    return `must not have ${reserved.join(', ')} in its query, which the answer brings; ${use}`;
  }
  return uri === normal ? undefined : `must be in the form in which libraries send it; ${use}`;
}
