import { canonicalText } from './canonical.ts';
import type { MemberKind, ReleaseChange, ScopeChange } from './change-schema.ts';
import { pairUp } from './pair-up.ts';
import {
  completeManifest,
  type Manifest,
  type ManifestInput,
  type Subscription,
} from './schema.ts';
import { type IsSameSecret, stepChanges } from './step-difference.ts';
import { withoutSecrets } from './step-secrets.ts';

/** How a change of a member is called that is compared whole; the others are compared part by part. */
const KINDS = {
  name: 'detail_changed',
  slug: 'detail_changed',
  intro: 'detail_changed',
  description: 'detail_changed',
  author: 'detail_changed',
  website: 'detail_changed',
  icon: 'detail_changed',
  screenshot: 'detail_changed',
  preview_video: 'detail_changed',
  categories: 'detail_changed',
  plan_level: 'plan_level_changed',
  app_url: 'page_changed',
  embedded_app_url: 'page_changed',
  dev_embedded_app_url: 'page_changed',
  oauth_redirect_uri: 'redirect_uri_changed',
  dev_oauth_redirect_uri: 'redirect_uri_changed',
  use_app_bridge: 'client_changed',
  enable_space_settings: 'client_changed',
  field_type_ids: 'detail_changed',
  migration_url: 'migration_url_changed',
} as const satisfies Record<Exclude<keyof Manifest, Compared>, MemberKind>;

type Compared = 'placements' | 'scopes' | 'optional_scopes' | 'events' | 'setup_steps';

const NOTHING = completeManifest({} as ManifestInput);

/**
 * What a manifest changes. Wherever two differ there is a change that says so: who looks at a release sees all of it. Client secrets of steps
 * are in none.
 *
 * @param from undefined for nothing, to which a first release is compared.
 * @param isSameSecret whether two OAuth2 steps, by their places, have the same client secret.
 */
export function difference(
  from: Manifest | undefined,
  to: Manifest,
  isSameSecret: IsSameSecret,
): ReleaseChange[] {
  const before = withoutSecrets(from ?? NOTHING);
  const after = withoutSecrets(to);
  return [
    ...memberChanges(before, after, KINDS),
    ...memberChanges(before.placements, after.placements, PLACEMENTS),
    ...scopeChanges(before, after),
    ...eventChanges(before.events, after.events),
    ...stepChanges(before.setup_steps, after.setup_steps, isSameSecret),
  ];
}

const PLACEMENTS = { sidebar: 'placement_changed', toolbar: 'placement_changed' } as const;

function memberChanges<Name extends string>(
  before: Record<NoInfer<Name>, unknown>,
  after: Record<NoInfer<Name>, unknown>,
  kinds: Record<Name, MemberKind>,
): ReleaseChange[] {
  const names = Object.keys(kinds) as Name[];
  return names
    .filter((name) => canonicalText(before[name]) !== canonicalText(after[name]))
    .map((name) => ({
      kind: kinds[name],
      member: name,
      from: before[name],
      to: after[name],
    }));
}

const SCOPE_LISTS = ['scopes', 'optional_scopes'] as const;
type ScopeList = (typeof SCOPE_LISTS)[number];

function scopeChanges(before: Manifest, after: Manifest): ReleaseChange[] {
  const all = new Set([before, after].flatMap((one) => [...one.scopes, ...one.optional_scopes]));
  const changes = [...all].flatMap((scope) => scopeChange(scope, before, after) ?? []);
  // Also what no list should have, such as a name twice.
  const isTold = (list: ScopeList) =>
    changes.length > 0 || canonicalText(before[list]) === canonicalText(after[list]);
  const reordered = SCOPE_LISTS.filter(
    (list) => isReordered(before[list], after[list]) || !isTold(list),
  );
  return [
    ...changes,
    ...reordered.map((member): ReleaseChange => ({ kind: 'order_changed', member })),
  ];
}

function scopeChange(scope: string, before: Manifest, after: Manifest): ScopeChange | undefined {
  const [was, is] = [asked(before, scope), asked(after, scope)];
  if (was === is) return undefined;
  if (is === undefined) return { kind: 'scope_removed', scope, required: was === 'required' };
  const required = is === 'required';
  if (was === undefined) return { kind: 'scope_added', scope, required };
  return { kind: `scope_${is}`, scope, required };
}

function asked(manifest: Manifest, scope: string): 'required' | 'optional' | undefined {
  if (manifest.scopes.includes(scope)) return 'required';
  return manifest.optional_scopes.includes(scope) ? 'optional' : undefined;
}

function isReordered(before: readonly string[], after: readonly string[]): boolean {
  const kept = before.filter((name) => after.includes(name));
  return after.filter((name) => before.includes(name)).some((name, index) => name !== kept[index]);
}

function eventChanges(
  before: readonly Subscription[],
  after: readonly Subscription[],
): ReleaseChange[] {
  const { pairs, removed, added } = pairUp(before, after, [canonicalText, ({ name }) => name]);
  const whole = ({ url, filter }: Subscription) => ({ url, filter });
  return [
    ...removed.map((place): ReleaseChange => {
      const from = before[place] as Subscription;
      return { kind: 'event_removed', event: from.name, from: whole(from) };
    }),
    ...added.map((place): ReleaseChange => {
      const to = after[place] as Subscription;
      return { kind: 'event_added', event: to.name, to: whole(to) };
    }),
    ...pairs.flatMap((pair) =>
      subscriptionChanges(before[pair.before] as Subscription, after[pair.after] as Subscription),
    ),
    ...(pairs.some(({ moved }) => moved)
      ? [{ kind: 'order_changed' as const, member: 'events' }]
      : []),
  ];
}

function subscriptionChanges(before: Subscription, after: Subscription): ReleaseChange[] {
  const event = after.name;
  const changes: ReleaseChange[] = [];
  if (before.url !== after.url) {
    changes.push({ kind: 'event_moved', event, from: before.url, to: after.url });
  }
  if (canonicalText(before.filter) !== canonicalText(after.filter)) {
    changes.push({ kind: 'event_filter_changed', event, from: before.filter, to: after.filter });
  }
  return changes;
}
