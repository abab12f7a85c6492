import type { Doing } from '../../audit/doing.ts';
import type { Session } from '../../auth/sessions.ts';
import { sha256 } from '../../lib/crypto.ts';
import { Failure, failures } from '../../lib/failures.ts';
import { spliceJson } from '../../lib/http/splice.ts';
import { claimsToBe } from '../../lib/ids.ts';
import { RawJson } from '../../lib/json.ts';
import { runAgainOnDeadlock } from '../../lib/run-again.ts';
import { shorten } from '../../lib/text.ts';
import type { SetupActor } from './actor.ts';
import type { SetupDeps } from './answer.ts';
import { readSetup, type SetupContext } from './context.ts';
import { exchangeCode, refusalOf } from './exchange-code.ts';
import { recordStepMessage } from './queries.ts';
import { refuseWithoutRight } from './right.ts';
import { lockSetup, sameStep, saveStep } from './save-step.ts';
import type { KnownStep } from './steps.ts';
import { validate } from './validate.ts';
import { type OpenWindowRow, selectWindow, takeWindow, type WindowRow } from './window-queries.ts';
import { verifierContext } from './windows.ts';

/** A window that comes back. */
export interface ReturnedWindow {
  /** To the address of which plugin, as text; undefined for the one that all share. */
  pluginId: string | undefined;
  /** What it came back with. */
  parameters: URLSearchParams;
  /** Whose browser it is; undefined for nobody's. */
  visitor: Pick<Session, 'userId' | 'hash'> | undefined;
  /** Whether they said on a page of ours that they want to go on. */
  confirmed: boolean;
  /** Whether the visitor is signed in as before. */
  isStillThere(): Promise<boolean>;
  /** What is known of the request, for the audit log. */
  comingBack: Omit<Doing, 'actor'>;
}

/** What somebody is asked who did not begin a step in this browser. */
export interface WindowQuestion {
  plugin: string;
  step: string;
  space: string;
  /** Who began it: they, by a token of theirs, or the host, in whose pages a portal is. */
  begunBy: 'user' | 'host';
}

/** What came of a window. */
export type WindowResult =
  /** Nobody opened it, or it came back before, or too late. */
  | { kind: 'unknown' }
  /** A person opened it, and nobody is signed in here. */
  | { kind: 'nobody' }
  /** Somebody else is. */
  | { kind: 'somebody_else' }
  /** It was opened in another browser, or they signed out there since. */
  | { kind: 'another_session' }
  /** Nothing says that this browser opened it: it goes on once somebody says so. */
  | ({ kind: 'unconfirmed' } & WindowQuestion)
  | { kind: 'done'; installId: number; step: number }
  | { kind: 'failed'; installId: number; step: number | null; message: string };

/**
 * Goes on with a step whose window came back. Whoever leads somebody else's browser here would connect that person's account elsewhere
 * to an install of their own: so it has to be the session that opened the window, or somebody who was asked.
 */
export async function finishWindow(
  deps: SetupDeps,
  { pluginId, parameters, visitor, confirmed, isStillThere, comingBack }: ReturnedWindow,
): Promise<WindowResult> {
  const [state, ...others] = parameters.getAll('state');
  if (state === undefined || others.length > 0 || !claimsToBe('setup_window', state))
    return { kind: 'unknown' };
  const hash = sha256(state);
  const window = await selectWindow(deps.db, hash);
  if (window === undefined || isOfAnother(window, pluginId)) return { kind: 'unknown' };
  const stranger = strangerTo(window, visitor);
  if (stranger !== undefined) return { kind: stranger };
  if (window.session_hash === null && !confirmed) return askAbout(deps, window);
  if (!(await takeWindow(deps.db, hash))) return { kind: 'unknown' };
  const verifier =
    window.code_verifier === null
      ? undefined
      : deps.vault.open(window.code_verifier, verifierContext(hash));
  const doing = { ...comingBack, actor: actorOf(window) };
  return goOn(deps, { window, parameters, verifier, doing, isStillThere });
}

// The service of another plugin sent the browser here: what it says is for that one.
const isOfAnother = ({ plugin_id }: OpenWindowRow, pluginId: string | undefined): boolean =>
  pluginId !== undefined && pluginId !== String(plugin_id);

/** Why a window does not go on in this browser. */
function strangerTo(
  { user_id, session_hash, in_portal }: WindowRow,
  visitor: ReturnedWindow['visitor'],
): 'nobody' | 'somebody_else' | 'another_session' | undefined {
  // Who looks at a portal may never have signed in here, or as somebody else: whoever it is is asked.
  if (user_id === null || in_portal) return undefined;
  if (visitor !== undefined && visitor.userId !== user_id) return 'somebody_else';
  if (session_hash === null) return visitor === undefined ? 'nobody' : undefined;
  return visitor?.hash.equals(session_hash) ? undefined : 'another_session';
}

async function askAbout({ db, vault }: SetupDeps, window: WindowRow): Promise<WindowResult> {
  const { row, manifest, steps } = await readSetup(db, vault, window.install_id);
  const plugin = manifest?.name ?? row.plugin_slug;
  return {
    kind: 'unconfirmed',
    plugin,
    step: steps.find(({ key }) => key === window.step_key)?.step.title ?? plugin,
    space: row.space_name,
    begunBy: window.user_id === null || window.in_portal ? 'host' : 'user',
  };
}

interface Returned extends Pick<ReturnedWindow, 'parameters' | 'isStillThere'> {
  window: WindowRow;
  verifier: string | undefined;
  doing: Doing;
}

const actorOf = ({ user_id, host_key_id }: WindowRow): SetupActor =>
  user_id === null ? { kind: 'host', id: host_key_id } : { kind: 'user', id: user_id };

async function goOn(deps: SetupDeps, returned: Returned): Promise<WindowResult> {
  const { window } = returned;
  const { install_id: installId, generation, step_key: key } = window;
  let step: number | null = null;
  try {
    // Before anybody is asked anything.
    await refuseWithoutRight(deps.db, installId, actorOf(window));
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
  { window, parameters, verifier, doing, isStillThere }: Returned,
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
  if (!(await isStillThere()))
    throw new Failure('unauthorized', 'You were signed out meanwhile: begin the step anew');
  await runAgainOnDeadlock(deps.db, async (tx) => {
    const now = await lockSetup(tx, deps.vault, window.install_id);
    await refuseWithoutRight(tx, window.install_id, actor);
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
    // What the plugin says to somebody who left is not for those who stayed.
    await refuseWithoutRight(tx, window.install_id, actorOf(window));
    if (row.generation !== window.generation || row.status === 'uninstalled') return;
    await recordStepMessage(tx, {
      install_id: row.id,
      generation: row.generation,
      step_key: window.step_key,
      message: shorten(message, 1000),
      submitted_by: window.user_id,
    });
  });
}
