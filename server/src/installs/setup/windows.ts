import type { Session } from '../../auth/sessions.ts';
import { sha256 } from '../../lib/crypto.ts';
import { Failure } from '../../lib/failures.ts';
import { newSecret } from '../../lib/ids.ts';
import { takeRandom } from '../../lib/random.ts';
import type { SetupStep } from '../../manifest/setup-steps.ts';
import { SETUP_CALLBACK } from '../../surfaces.ts';
import { personOf, type SetupActor } from './actor.ts';
import type { SetupDeps } from './answer.ts';
import { findStep, readSetup } from './context.ts';
import { insertWindow } from './window-queries.ts';

const LIFE_SECONDS = 600;

/** Where to send a window, and until when it may come back. */
export interface OpenedWindow {
  url: string;
  expires_at: string;
}

/** Which step is begun, and by whom. */
export interface WindowStart {
  installId: number;
  /** From 0. */
  step: number;
  actor: SetupActor;
  /** That the person asks with; undefined for a personal token, in a portal and for the host. */
  session: Pick<Session, 'hash'> | undefined;
  /** Whether the person asks in a portal. */
  inPortal: boolean;
}

/** What the verifier of a window is sealed for. */
export const verifierContext = (stateHash: Buffer): string =>
  `setup_windows:${stateHash.toString('hex')}`;

/** Where the windows of a step come back to. */
export interface ComingBack {
  /** Of a popup step. */
  popup: string;
  /**
   * Of an OAuth2 step: what the developer registers at the service. Each plugin has its own (RFC 9700 §4.4.2), or a plugin could send people to the
   * service of another one, as that one's client, and get the code.
   */
  oauth2: string;
}

/** Those of a plugin. */
export const comingBackOf = (
  { publicUrl }: { publicUrl: string },
  pluginId: number,
): ComingBack => ({
  popup: publicUrl + SETUP_CALLBACK,
  oauth2: `${publicUrl}${SETUP_CALLBACK}/${pluginId}`,
});

/**
 * Begins a step that goes on in a window: the consent of another service, or a page of the plugin. The window is the person's who asks,
 * and their session's where they ask with one, for one use; one of a portal is whoever's says in it that they go on.
 *
 * @throws Failure `step_not_found`, `wrong_state` (also for a form), `plugin_suspended`.
 */
export async function startWindow(
  deps: SetupDeps,
  { installId, step: number, actor, session, inPortal }: WindowStart,
): Promise<OpenedWindow> {
  const { db, vault, config } = deps;
  const context = await readSetup(db, vault, installId);
  const { step, key } = findStep(context, number);
  if (step.type === 'form')
    throw new Failure('wrong_state', `The step ${number} is a form: submit it`);
  const state = newSecret('setup_window');
  const hash = sha256(state);
  const verifier = step.type === 'oauth2' && step.pkce ? takeRandom(32, 'base64url') : undefined;
  const row = {
    install_id: installId,
    generation: context.row.generation,
    step_key: key,
    user_id: personOf(actor),
    host_key_id: actor.kind === 'host' ? actor.id : null,
    session_hash: session?.hash ?? null,
    in_portal: inPortal,
    code_verifier: verifier === undefined ? null : vault.seal(verifier, verifierContext(hash)),
  };
  const expiresAt = await insertWindow(db, hash, row, LIFE_SECONDS);
  const { popup, oauth2 } = comingBackOf(config, context.row.plugin_id);
  const url =
    step.type === 'popup'
      ? pageUrl(step, state, popup)
      : consentUrl(step, { state, callback: oauth2, verifier });
  return { url, expires_at: expiresAt.toISOString() };
}

/** The page of a popup step, told how to come back. */
function pageUrl(
  { content_url }: Extract<SetupStep, { type: 'popup' }>,
  state: string,
  callback: string,
): string {
  const url = new URL(content_url);
  url.searchParams.set('state', state);
  url.searchParams.set('callback_url', callback);
  return url.href;
}

/** An authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3). */
function consentUrl(
  step: Extract<SetupStep, { type: 'oauth2' }>,
  { state, callback, verifier }: { state: string; callback: string; verifier: string | undefined },
): string {
  const url = new URL(step.authorize_url);
  const parameters = {
    response_type: 'code',
    client_id: step.client_id,
    redirect_uri: callback,
    ...(step.scopes && step.scopes.length > 0 && { scope: step.scopes.join(' ') }),
    state,
    ...(verifier !== undefined && {
      code_challenge: sha256(verifier).toString('base64url'),
      code_challenge_method: 'S256',
    }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
