import type { Static } from 'typebox';
import type { Config } from '../../config.ts';
import { objectMembers, objectText, RawJson } from '../../lib/json.ts';
import { rulesOf } from '../../manifest/field-types.ts';
import type { SetupStep } from '../../manifest/setup-steps.ts';
import { shownField } from '../../manifest/shown-fields.ts';
import type { ConfigMembers } from '../config-patch.ts';
import { passwordKeysOf } from '../setup-fields.ts';
import type { SetupContext } from './context.ts';
import { isSetupOpen } from './open.ts';
import type { StepRow } from './queries.ts';
import type { Setup, SetupStepState } from './schema.ts';
import { hasValue, isDone, type KnownStep } from './steps.ts';
import { type ComingBack, comingBackOf } from './windows.ts';

/** A set-up as whoever goes through it sees it, for `spliceJson`: no secret, no URL that is not theirs to open. */
export function setupView(
  context: SetupContext,
  config: Pick<Config, 'publicUrl'>,
): Static<typeof Setup> {
  const comingBack = comingBackOf(config, context.row.plugin_id);
  const submitted = new Set(
    [...context.happened.values()].filter(({ done }) => done).map(({ step_key }) => step_key),
  );
  const steps = context.steps.map((known) => stepView(context, known, submitted, comingBack));
  return {
    install_id: context.row.id,
    status: context.row.status,
    revision: context.revision,
    setup_open: isSetupOpen({ ...context, status: context.row.status, submitted }),
    next: steps.find(({ state }) => state === 'open')?.number ?? null,
    steps,
  };
}

function stepView(
  { config, shown, happened }: SetupContext,
  known: KnownStep,
  submitted: ReadonlySet<string>,
  comingBack: ComingBack,
): SetupStepState {
  const { number, key, step, required } = known;
  const row = happened.get(key);
  return {
    number,
    type: step.type,
    title: step.title,
    required,
    state: isDone(known, config, submitted) ? 'done' : 'open',
    message: row?.message ?? null,
    answers: new RawJson(answersOf(step, shown, row)),
    passwords_set: passwordsSet(step, config),
    submitted_by: row?.submitted_by ?? null,
    updated_at: row?.updated_at.toISOString() ?? null,
    ...shownOf(step, comingBack),
  };
}

function shownOf(step: SetupStep, comingBack: ComingBack): Partial<SetupStepState> {
  if (step.type === 'form') return { fields: step.fields.map(shownField) };
  const callback_url = comingBack[step.type];
  if (step.type === 'popup') return { content_url: step.content_url, callback_url };
  return { authorize_url: step.authorize_url, callback_url };
}

/**
 * What was answered: by the config, and where the plugin judges what becomes of an answer, as it was given; until the config says something
 * else than it did then.
 */
function answersOf(step: SetupStep, config: ConfigMembers, row: StepRow | undefined): string {
  if (step.type !== 'form') return '{}';
  const given = objectMembers(row?.answers ?? '{}');
  const then = objectMembers(row?.config_then ?? '{}');
  const asked = step.fields.filter(({ type }) => {
    const { holdsValue, isSecret } = rulesOf(type);
    return holdsValue && !isSecret;
  });
  const answers = asked.flatMap(({ key }): [string, string][] => {
    const isSince = config.get(key) !== then.get(key);
    const text = isSince ? config.get(key) : (given.get(key) ?? config.get(key));
    return text === undefined || text === 'null' ? [] : [[key, text]];
  });
  return objectText(new Map(answers));
}

const passwordsSet = (step: SetupStep, config: ConfigMembers): string[] =>
  passwordKeysOf(step).filter((key) => hasValue(config, key));
