import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';
import { OutboundRefused } from '../lib/outbound/errors.ts';
import { checkTargetUrl, type OutboundPolicy } from '../lib/outbound/target.ts';
import { FIELDS, type UrlUse } from './fields.ts';

type Uses = Readonly<Record<string, UrlUse>>;

const detailUrls: Uses = Object.fromEntries(
  Object.entries(FIELDS).flatMap(([name, field]) => ('use' in field ? [[name, field.use]] : [])),
);

const eventUrls: Uses = { url: 'called' };

const stepUrls: Uses = {
  validation_url: 'called',
  options_url: 'called',
  left_options_url: 'called',
  selected_values_url: 'called',
  remote_value_url: 'called',
  token_url: 'called',
  authorize_url: 'shown',
  content_url: 'shown',
  // of a link field
  url: 'shown',
};

const placementUrls: Uses = { icon: 'image' };

type Path = (string | number)[];

/** URLs that cannot be used, wherever they are in what may not even be a manifest. */
export function urlViolations(body: Record<string, unknown>, policy: OutboundPolicy): Violation[] {
  const { events, setup_steps, placements } = body;
  const found = [
    ...urlsIn(body, [], detailUrls, 0),
    ...urlsIn(placements, ['placements'], placementUrls, 1),
    // Not deeper: a filter's fields may have any name.
    ...urlsIn(events, ['events'], eventUrls, 1),
    ...urlsIn(setup_steps, ['setup_steps'], stepUrls, 5),
  ];
  return found.flatMap(({ path, url, use }) => {
    const message = urlProblem(url, use, policy);
    return message === undefined ? [] : [{ pointer: toPointer(path), message }];
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
    const use = Object.hasOwn(uses, key) && !Array.isArray(value) ? uses[key] : undefined;
    if (use !== undefined && typeof member === 'string') return [{ path: here, url: member, use }];
    return depth > 0 ? urlsIn(member, here, uses, depth - 1) : [];
  });
}

function urlProblem(url: string, use: UrlUse, policy: OutboundPolicy): string | undefined {
  try {
    const full = use === 'image' && url.startsWith('//') ? `https:${url}` : url;
    const isStrict = use === 'called' || use === 'image';
    checkTargetUrl(full, isStrict ? policy : { allowPrivateNetwork: true });
  } catch (error) {
    if (error instanceof OutboundRefused) return error.message;
    throw error;
  }
  return use === 'redirect' && url.includes('#')
    ? 'A redirect URI must not have a fragment (the part from "#")'
    : undefined;
}
