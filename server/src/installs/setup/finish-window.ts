import type { Doing } from '../../audit/doing.ts';
import { sha256 } from '../../lib/crypto.ts';
import { Failure, failures } from '../../lib/failures.ts';
import { spliceJson } from '../../lib/http/splice.ts';
import { claimsToBe } from '../../lib/ids.ts';
import { RawJson } from '../../lib/json.ts';
import { runAgainOnDeadlock } from '../../lib/run-again.ts';
import type { Reader } from '../../reach.ts';
import { findInstallFor } from '../reach.ts';
import type { SetupActor } from './actor.ts';
import type { SetupDeps } from './answer.ts';
import { readSetup, type SetupContext } from './context.ts';
import { exchangeCode, refusalOf } from './exchange-code.ts';
import { recordStepMessage } from './queries.ts';
import { lockSetup, sameStep, saveStep } from './save-step.ts';
import type { KnownStep } from './steps.ts';
import { validate } from './validate.ts';
import { selectWindow, takeWindow, type WindowRow } from './window-queries.ts';
import { verifierContext } from './windows.ts';

/** Who is signed in where a window comes back. */
export interface Visitor {
  userId: number;
  reader: Reader;
}

/** What came of a window. */
export type WindowResult =
  /** Nobody opened it, or it came back before, or too late. */
  | { kind: 'unknown' }
  /** A person opened it, and nobody is signed in here. */
  | { kind: 'nobody' }
  /** Somebody else is. */
  | { kind: 'somebody_else' }
  | { kind: 'done'; installId: number; step: number }
  | { kind: 'failed'; installId: number; step: number | null; message: string };

/**
 * Goes on with a step whose window came back.
 *
 * @param parameters what it came back with.
 * @param visitor whose browser it is; undefined for nobody's.
 * @param comingBack what is known of the request, for the audit log.
 */
export async function finishWindow(
  deps: SetupDeps,
  parameters: URLSearchParams,
  visitor: Visitor | undefined,
  comingBack: Omit<Doing, 'actor'>,
): Promise<WindowResult> {
  const [state, ...others] = parameters.getAll('state');
  if (state === undefined || others.length > 0 || !claimsToBe('setup_window', state))
    return { kind: 'unknown' };
  const hash = sha256(state);
  const window = await selectWindow(deps.db, hash);
  if (window === undefined) return { kind: 'unknown' };
  if (window.user_id !== null && visitor?.userId !== window.user_id)
    return { kind: visitor === undefined ? 'nobody' : 'somebody_else' };
  if (!(await takeWindow(deps.db, hash))) return { kind: 'unknown' };
  const verifier =
    window.code_verifier === null
      ? undefined
      : deps.vault.open(window.code_verifier, verifierContext(hash));
  const doing = { ...comingBack, actor: actorOf(window) };
  return goOn(deps, { window, parameters, verifier, doing, reader: visitor?.reader ?? null });
}

interface Returned {
  window: WindowRow;
  parameters: URLSearchParams;
  verifier: string | undefined;
  doing: Doing;
  reader: Reader;
}

const actorOf = ({ user_id, host_key_id }: WindowRow): SetupActor =>
  user_id === null ? { kind: 'host', id: host_key_id } : { kind: 'user', id: user_id };

async function goOn(deps: SetupDeps, returned: Returned): Promise<WindowResult> {
  const { window, reader } = returned;
  const { install_id: installId, generation, step_key: key } = window;
  let step: number | null = null;
  try {
    // They may have lost the right meanwhile; the host has it always.
    await findInstallFor(deps.db, window.user_id === null ? null : reader, installId, 'admin');
    const context = await readSetup(deps.db, deps.vault, installId);
    const known = sameStep(context, { generation, key });
    step = known.number;
    await complete(deps, context, known, returned);
    return { kind: 'done', installId, step };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'unavailable') throw error;
    const message =
      error.code === 'plugin_failed'
        ? `${failures.plugin_failed.title}. ${error.message}`
        : error.message;
    await note(deps, window, message).catch((reason) => {
      // It may be gone altogether.
      if (!(reason instanceof Failure)) throw reason;
    });
    return { kind: 'failed', installId, step, message };
  }
}

async function complete(
  deps: SetupDeps,
  context: SetupContext,
  known: KnownStep,
  { window, parameters, verifier, doing }: Returned,
): Promise<void> {
  const { step } = known;
  if (step.type === 'form') throw new Failure('wrong_state', 'The step is a form now');
  const actor = actorOf(window);
  const payload =
    step.type === 'popup'
      ? handedOver(parameters)
      : await exchangeCode(
          deps,
          context,
          { ...known, step },
          { code: codeOf(parameters), verifier, actor },
        );
  const patch = await validate(deps, context, known, { payload, url: step.validation_url, actor });
  await runAgainOnDeadlock(deps.db, async (tx) => {
    const now = await lockSetup(tx, deps.vault, window.install_id);
    const same = sameStep(now, { generation: window.generation, key: window.step_key });
    const { vault, config: limits } = deps;
    await saveStep(tx, now, same, { actor, doing, patch, answers: '{}', limits, vault });
  });
}

function codeOf(parameters: URLSearchParams): string {
  const refused = refusalOf(parameters.get('error'), parameters.get('error_description'));
  if (refused !== undefined) throw new Failure('plugin_refused', refused);
  const [code, ...others] = parameters.getAll('code');
  if (code === undefined || code === '' || others.length > 0)
    throw new Failure('plugin_refused', 'The service came back without a code');
  return code;
}

/** What a page of a plugin handed over: texts by name, and arrays where a name is repeated. */
function handedOver(parameters: URLSearchParams): RawJson {
  const names = [...new Set(parameters.keys())].filter((name) => name !== 'state');
  const members = names.map((name) => {
    const values = parameters.getAll(name);
    return [name, values.length === 1 ? values[0] : values] as const;
  });
  return new RawJson(
    `{${members.map(([name, value]) => `${JSON.stringify(name)}:${spliceJson(value)}`).join(',')}}`,
  );
}

/** Keeps why a step did not come about, for whoever looks at the set-up next; an install that began anew has nothing to do with it. */
async function note({ db, vault }: SetupDeps, window: WindowRow, message: string): Promise<void> {
  await runAgainOnDeadlock(db, async (tx) => {
    const { row } = await lockSetup(tx, vault, window.install_id);
    if (row.generation !== window.generation || row.status === 'uninstalled') return;
    await recordStepMessage(tx, {
      install_id: row.id,
      generation: row.generation,
      step_key: window.step_key,
      message,
      submitted_by: window.user_id,
    });
  });
}
