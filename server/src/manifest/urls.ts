import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';
import { OutboundRefused } from '../lib/outbound/errors.ts';
import { checkTargetUrl, type OutboundPolicy } from '../lib/outbound/target.ts';

/**
 * Who follows a URL: `called` ones are fetched by the server, so the outbound policy decides; `shown` ones are opened by browsers,
 * to which a developer's own machine is as good as any; `redirect` ones besides must not have a fragment (RFC 6749 §3.1.2);
 * an `image` may lack its scheme (`//host/path`), as asset hosts write them, and otherwise is as strict as what is called.
 */
type UrlUse = 'called' | 'shown' | 'redirect' | 'image';

type Uses = Readonly<Record<string, UrlUse>>;

const detailUrls: Uses = {
  website: 'shown',
  icon: 'image',
  screenshot: 'image',
  preview_video: 'shown',
  app_url: 'shown',
  embedded_app_url: 'shown',
  dev_embedded_app_url: 'shown',
  oauth_redirect_uri: 'redirect',
  dev_oauth_redirect_uri: 'redirect',
  migration_url: 'called',
};

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
