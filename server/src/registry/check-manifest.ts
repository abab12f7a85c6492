import type { Db } from '../lib/db.ts';
import { Failure, type Violation } from '../lib/failures.ts';
import { RawJson, toPointer } from '../lib/json.ts';
import type { OutboundPolicy } from '../lib/outbound/target.ts';
import { readFilter, validateFilter } from '../manifest/filter.ts';
import { isLifecycleEvent } from '../manifest/lifecycle.ts';
import { isObject, itemsOf, type Part, stringsOf } from '../manifest/parts.ts';
import { completeManifest, type Manifest, type ManifestInput } from '../manifest/schema.ts';
import { shapeViolations } from '../manifest/shape.ts';
import { stepViolations } from '../manifest/step-rules.ts';
import { urlViolations } from '../manifest/urls.ts';
import { holdEventTypes, holdScopes } from '../vocabulary/queries.ts';
import { claimViolations } from './claimed-names.ts';

const MAX_TOLD = 100;

/** What a manifest is held to. */
export interface ManifestRules {
  policy: OutboundPolicy;
  /** The name that it must not claim; undefined for what the host writes. */
  hostName?: string;
}

/**
 * Checks everything about a manifest and fills in what was left out. The event types and scopes it names stay until the transaction
 * ends.
 *
 * @throws Failure `invalid` with all that is wrong, each by its JSON pointer.
 */
export async function checkManifest(
  tx: Db,
  { policy, hostName }: ManifestRules,
  body: unknown,
): Promise<Manifest> {
  const violations = shapeViolations(body);
  if (isObject(body)) {
    violations.push(
      ...urlViolations(body, policy),
      ...(await eventViolations(tx, body.events)),
      ...(await scopeViolations(tx, body)),
      ...stepViolations(body.setup_steps),
      ...(hostName === undefined ? [] : claimViolations(body, hostName)),
    );
  }
  if (violations.length > 0) throw refusal(violations);
  return completeManifest(body as ManifestInput);
}

function refusal(violations: Violation[]): Failure {
  const [first] = violations;
  const more = violations.length > 1 ? `, and ${violations.length - 1} more` : '';
  const place = first?.pointer === '' ? 'The manifest' : first?.pointer;
  return new Failure('invalid', `${place}: ${first?.message}${more}`, {
    violations: violations.slice(0, MAX_TOLD),
  });
}

async function eventViolations(tx: Db, events: unknown): Promise<Violation[]> {
  const subscriptions = itemsOf(events, ['events']);
  const known = await holdEventTypes(tx, subscriptions.map(nameOf));
  const seen = new Set<string>();
  return subscriptions.flatMap((subscription) => {
    const name = nameOf(subscription);
    const repeated = seen.has(name);
    seen.add(name);
    return [...nameViolations(subscription, known, repeated), ...filterViolations(subscription)];
  });
}

const nameOf = ({ value: { name } }: Part): string => (typeof name === 'string' ? name : '');

function nameViolations(subscription: Part, known: Set<string>, repeated: boolean): Violation[] {
  const name = nameOf(subscription);
  if (name === '') return [];
  const pointer = toPointer([...subscription.path, 'name']);
  if (repeated) {
    const message = 'is subscribed to already; one endpoint hears it';
    return [{ pointer, message, keyword: 'uniqueItems' }];
  }
  if (known.has(name) || isLifecycleEvent(name)) return [];
  const message = 'is neither an event type of this host nor a lifecycle event';
  return [{ pointer, message, keyword: 'enum' }];
}

function filterViolations({ path, value: { filter } }: Part): Violation[] {
  if (isObject(filter) && !(filter instanceof RawJson)) {
    throw new Error('A body that is a manifest is read by MANIFEST_RAW_PARTS');
  }
  if (!(filter instanceof RawJson)) return [];
  const place = toPointer([...path, 'filter']);
  const said = readFilter(filter);
  if (said !== null && !isObject(said))
    return [{ pointer: place, message: 'must be an object or null' }];
  return validateFilter(said).map(({ pointer, message }) => ({
    pointer: place + pointer,
    message,
  }));
}

const SCOPE_LISTS = ['scopes', 'optional_scopes'] as const;

async function scopeViolations(tx: Db, body: Record<string, unknown>): Promise<Violation[]> {
  const asked = SCOPE_LISTS.flatMap((list) =>
    stringsOf(body[list]).map(({ index, text }) => ({ list, pointer: `/${list}/${index}`, text })),
  );
  const known = await holdScopes(
    tx,
    asked.map(({ text }) => text),
  );
  const required = new Set(stringsOf(body.scopes).map(({ text }) => text));
  return asked.flatMap(({ list, pointer, text }) => {
    if (!known.has(text))
      return [{ pointer, message: 'is not a scope of this host', keyword: 'enum' }];
    if (list !== 'optional_scopes' || !required.has(text)) return [];
    const message = 'is among `scopes`, too; name it in one of them';
    return [{ pointer, message, keyword: 'uniqueItems' }];
  });
}
