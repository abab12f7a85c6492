import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spliceJson } from '../../src/lib/http/splice.ts';
import { RawJson } from '../../src/lib/json.ts';
import { canonicalText } from '../../src/manifest/canonical.ts';
import { CHANGE_KINDS, type ReleaseChange } from '../../src/manifest/change-schema.ts';
import { difference } from '../../src/manifest/difference.ts';
import { completeManifest, type Manifest, type ManifestInput } from '../../src/manifest/schema.ts';
import { withoutSecrets } from '../../src/manifest/step-secrets.ts';
import { changedFields } from '../../src/registry/same-manifest.ts';
import { anyChange, anyManifest } from './manifests.ts';

const SAME_SECRETS = () => true;

const shownText = (manifest: Manifest) => canonicalText(withoutSecrets(manifest));

const manifest = (fields: Partial<ManifestInput>): Manifest =>
  completeManifest({ name: 'Greeter', slug: 'greeter', ...fields });

const changes = (before: Partial<ManifestInput>, after: Partial<ManifestInput>) =>
  difference(manifest(before), manifest(after), SAME_SECRETS);

test('a manifest does not differ from itself', () => {
  fc.assert(
    fc.property(anyManifest, (one) => {
      expect(difference(one, one, SAME_SECRETS)).toEqual([]);
      expect(difference(one, structured(one), SAME_SECRETS)).toEqual([]);
    }),
  );
});

/** A copy, of whose parts none is the same object. */
const structured = (one: Manifest): Manifest => ({
  ...JSON.parse(JSON.stringify({ ...one, events: [] })),
  events: one.events.map((event) => ({
    ...event,
    filter: event.filter && new RawJson(event.filter.text),
  })),
});

test('whatever is changed in one place is told', () => {
  fc.assert(
    fc.property(anyChange, ([before, after]) => {
      fc.pre(shownText(before) !== shownText(after));
      expect(difference(before, after, SAME_SECRETS)).not.toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

test('two manifests that differ anyhow are told apart, and of which member it is', () => {
  fc.assert(
    fc.property(anyManifest, anyManifest, (before, after) => {
      fc.pre(shownText(before) !== shownText(after));
      const told = new Set(difference(before, after, SAME_SECRETS).flatMap(membersOf));
      expect([...told]).toEqual(expect.arrayContaining(changedFields(before, after)));
      expect(difference(undefined, after, SAME_SECRETS)).not.toEqual([]);
    }),
  );
});

/** The fields of the manifest that a change may be about. */
function membersOf(change: ReleaseChange): string[] {
  if (change.kind.startsWith('scope_')) return ['scopes', 'optional_scopes'];
  if (change.kind.startsWith('event_')) return ['events'];
  if (change.kind.startsWith('step_') || change.kind.startsWith('field_')) return ['setup_steps'];
  if (change.kind === 'placement_changed') return ['placements'];
  return 'member' in change && change.member !== undefined ? [change.member] : [];
}

test('every kind of change comes up, each of those that are known', () => {
  const seen = new Set<string>();
  const see = fc.property(anyManifest, anyManifest, anyChange, (one, other, [before, after]) => {
    for (const { kind } of difference(one, other, () => false)) seen.add(kind);
    for (const { kind } of difference(before, after, SAME_SECRETS)) seen.add(kind);
  });
  fc.assert(see, { numRuns: 1000, seed: 15 });
  expect([...seen].sort()).toEqual([...CHANGE_KINDS].sort());
});

test('no client secret of a step is in a change, given or sealed', () => {
  const secret = fc.constantFrom('hidden-1', 'hidden-2');
  fc.assert(
    fc.property(anyManifest, anyManifest, secret, secret, (one, other, was, is) => {
      const told = difference(withSecret(one, was), withSecret(other, is), () => false);
      expect(spliceJson(told)).not.toContain('hidden');
    }),
  );
});

const withSecret = (one: Manifest, secret: string): Manifest => ({
  ...one,
  setup_steps: one.setup_steps.map((step) =>
    step.type === 'oauth2'
      ? { ...step, client_secret: secret, sealed_client_secret: secret }
      : step,
  ),
});

const WORKER = 'https://plugin.example.com/worker';
const field = (key: string, fields: object = {}) =>
  ({ key, type: 'text', label: key.toUpperCase(), ...fields }) as never;
const form = (...fields: never[]) => ({ type: 'form' as const, title: 'Form', fields });

test('events tell what is heard, where, and which of it', () => {
  const filter = new RawJson('{"n":[1.0]}');
  const before = { events: [event('a'), event('b'), event('c')] };
  const after = {
    events: [event('b', { url: `${WORKER}/2` }), event('c', { filter }), event('d')],
  };
  expect(changes(before, after)).toEqual([
    { kind: 'event_removed', event: 'a', from: { url: WORKER, filter: null } },
    { kind: 'event_added', event: 'd', to: { url: WORKER, filter: null } },
    { kind: 'event_moved', event: 'b', from: WORKER, to: `${WORKER}/2` },
    { kind: 'event_filter_changed', event: 'c', from: null, to: filter },
  ]);
});

const event = (name: string, fields: object = {}) => ({ name, url: WORKER, ...fields });

test('scopes tell which are asked for, and which of them have to be granted', () => {
  const before = { scopes: ['a', 'b'], optional_scopes: ['c', 'd'] };
  const after = { scopes: ['b', 'c', 'e'], optional_scopes: ['d', 'f'] };
  expect(changes(before, after)).toEqual([
    { kind: 'scope_removed', scope: 'a', required: true },
    { kind: 'scope_required', scope: 'c', required: true },
    { kind: 'scope_added', scope: 'e', required: true },
    { kind: 'scope_added', scope: 'f', required: false },
  ]);
  expect(changes({ scopes: ['a', 'b'] }, { scopes: ['b', 'a'] })).toEqual([
    { kind: 'order_changed', member: 'scopes' },
  ]);
});

test('fields tell what is required now, what is a password now, and all of what is new', () => {
  const before = { setup_steps: [form(field('a'), field('b'), field('c'))] };
  const after = {
    setup_steps: [
      form(field('a', { required: true }), field('b', { type: 'password' }), field('d')),
    ],
  };
  const about = { step: 0, title: 'Form' };
  expect(changes(before, after)).toEqual([
    { kind: 'field_removed', ...about, field: 'c', label: 'C', from: field('c') },
    { kind: 'field_added', ...about, field: 'd', label: 'D', to: field('d') },
    { kind: 'field_required', ...about, field: 'a', label: 'A', member: 'required', to: true },
    {
      ...{ kind: 'field_password', ...about, field: 'b', label: 'B' },
      ...{ member: 'type', from: 'text', to: 'password' },
    },
  ]);
});

test('of steps that change places the fewest are told to have moved', () => {
  const steps = ['a', 'b', 'c', 'd'].map((key) => form(field(key)));
  const last = steps.at(-1) as (typeof steps)[number];
  expect(
    changes({ setup_steps: steps }, { setup_steps: [last, ...steps.slice(0, -1)] }),
  ).toMatchObject([{ kind: 'step_moved', step: 0, from: 3, to: 0 }]);
});

test('to nothing all that a release says is new', () => {
  expect(
    difference(undefined, manifest({ scopes: ['a'], plan_level: 2 }), SAME_SECRETS),
  ).toMatchObject([
    { kind: 'detail_changed', member: 'name', to: 'Greeter' },
    { kind: 'detail_changed', member: 'slug', to: 'greeter' },
    { kind: 'plan_level_changed', from: null, to: 2 },
    { kind: 'scope_added', scope: 'a' },
  ]);
});
