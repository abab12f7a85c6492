import type { Db } from '../lib/db.ts';
import { rulesOf } from '../manifest/field-types.ts';
import type { Manifest } from '../manifest/schema.ts';
import { hostEventsOf } from './agreed-events.ts';
import { isJudged, type KnownStep, requiredFieldsOf, stepsOf } from './setup/steps.ts';
import { countInQueue, type NewlyAsked, selectTouched } from './touched-queries.ts';
import { MOST_WAITING, type Touches } from './touched-schema.ts';

/**
 * Whom a release touches once everybody is on it.
 *
 * @param now what installs run; undefined for nothing.
 * @param next the release.
 */
export async function touchesOf(
  db: Db,
  pluginId: number,
  now: Manifest | undefined,
  next: Manifest,
): Promise<Touches> {
  const { installs, spaces, scopes, events, open, below_plan } = await selectTouched(db, pluginId, {
    scopes: next.scopes,
    events: hostEventsOf(next.events.map(({ name }) => name)),
    planLevel: next.plan_level,
    steps: newlyAskedBy(now, next),
  });
  return {
    installs,
    spaces_to_agree: { spaces, scopes, events },
    installs_back_to_setup: open,
    installs_below_plan: below_plan,
    endpoints_moved: now === undefined ? 0 : countMoved(now, next),
    jobs_waiting: await countInQueue(db, pluginId, MOST_WAITING),
  };
}

function countMoved(now: Manifest, next: Manifest): number {
  const urls = new Map(now.events.map(({ name, url }) => [name, url]));
  return next.events.filter(({ name, url }) => (urls.get(name) ?? url) !== url).length;
}

/** Required steps that are done otherwise than those of the release before: all others are where they were. */
function newlyAskedBy(now: Manifest | undefined, next: Manifest): NewlyAsked[] {
  const before = now === undefined ? [] : stepsOf(now);
  const known = new Set(before.map(doneBy));
  const passwords = new Set(before.flatMap(({ step }) => passwordsOf(step)));
  return stepsOf(next)
    .filter((step) => step.required && !known.has(doneBy(step)))
    .map(({ key, step }) => {
      const asked = requiredFieldsOf(step);
      const secret = passwordsOf(step);
      return {
        step_key: key,
        is_judged: isJudged(step),
        is_form: step.type === 'form',
        keys: asked.filter(({ type }) => !isPassword(type)).map((field) => field.key),
        has_passwords: secret.length > 0,
        has_new_passwords: secret.some((name) => !passwords.has(name)),
      };
    });
}

const doneBy = ({ key, step, required }: KnownStep): string =>
  `${key} ${isJudged(step)} ${required}`;

const isPassword = (type: string): boolean => rulesOf(type).isSecret;

const passwordsOf = (step: KnownStep['step']): string[] =>
  requiredFieldsOf(step)
    .filter(({ type }) => isPassword(type))
    .map(({ key }) => key);
