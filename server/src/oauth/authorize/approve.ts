import type { Doing } from '../../audit/doing.ts';
import { record as recordChange } from '../../audit/record.ts';
import type { WebDeps } from '../../deps.ts';
import { upsertGrant, useGrant } from '../../grants/queries.ts';
import { installPlugin } from '../../installs/install.ts';
import { answerPending } from '../../installs/permissions.ts';
import { holdLiveInstall, lockInstallOf } from '../../installs/queries.ts';
import { sha256 } from '../../lib/crypto.ts';
import type { Db } from '../../lib/db.ts';
import { Failure } from '../../lib/failures.ts';
import { newId, newSecret } from '../../lib/ids.ts';
import { runAgainOnDeadlock } from '../../lib/run-again.ts';
import { beginBackfill, type InstallToTell } from '../../replays/backfills.ts';
import { holdRole } from '../../spaces/queries.ts';
import { insertCode, type NewCode } from '../code-queries.ts';
import type { SpaceTerms } from './offer.ts';
import type { AuthorizingPlugin } from './queries.ts';
import type { AuthorizationRequest } from './request.ts';

/** What the user agreed to. */
export interface Consent {
  /** They were not asked: it is what they agreed to before, if that still stands. */
  isStanding: boolean;
  userId: number;
  spaceId: number;
  scopes: string[];
  /** Whether they agreed to install the plugin, too: then `terms` say with what. */
  installs: boolean;
  /** The request, in the audit log. */
  doing: Doing;
  /** What they said for the whole space, as its admin. */
  terms?: SpaceTerms;
  /** How many days of the past the plugin is to hear of, as they chose where they were asked whether to install it; undefined for none. */
  backfillDays?: number;
  /** Keeps alive what the user is known by until this is recorded. @throws Failure `unauthorized` when it has ended. */
  hold(tx: Db): Promise<void>;
}

/** What {@link approve} needs. `wake` is called after an install, so that its `plugin_installed` is delivered at once. */
export type ApproveDeps = Pick<WebDeps, 'db' | 'vault' | 'config' | 'wake'>;

/**
 * Records a consent, installing the plugin where that is part of it, and makes an authorization code. Given twice at the same time, it
 * makes one install, one grant and two codes.
 *
 * @returns the code; undefined for a standing consent that stands no more: the user has to be asked.
 * @throws Failure `unauthorized` when the session has ended; `forbidden` when the user may no longer do that, or the plugin is no longer there;
 * `too_many_requests` where days of the past were chosen, and as many backfills run as the user may have.
 */
export async function approve(
  deps: ApproveDeps,
  request: AuthorizationRequest,
  consent: Consent,
): Promise<string | undefined> {
  const { db, wake } = deps;
  const work = (tx: Db) => record(tx, deps, request, consent);
  const code = await runAgainOnDeadlock(db, work).catch((error) => {
    // Somebody else installed it at the same moment, which is as good.
    if (error instanceof Failure && error.code === 'already_exists') return db.transaction(work);
    throw error;
  });
  if (consent.installs) wake();
  return code;
}

async function record(
  tx: Db,
  deps: ApproveDeps,
  request: AuthorizationRequest,
  consent: Consent,
): Promise<string | undefined> {
  const { userId, spaceId, scopes, installs } = consent;
  await consent.hold(tx);
  const { plugin, destination } = request;
  const role = await holdRole(tx, spaceId, userId);
  if (role === undefined) throw new Failure('forbidden', 'You are no member of this space');
  if (installs) await installFor(tx, deps, { role, plugin, consent });
  const install = await holdLiveInstall(tx, spaceId, plugin.id);
  if (install === undefined) {
    throw new Failure('forbidden', 'The plugin is not installed in this space any more');
  }
  await tellPast(tx, install, { role, plugin, consent });
  if (!installs && consent.terms !== undefined) {
    if (role !== 'admin') throw new Failure('forbidden', 'Only an admin decides for the space');
    await answerPending(tx, { id: install.id, grantedBy: userId }, consent.terms);
    const about = { target: install.id, spaceId, changed: ['scopes', 'events'] };
    await recordChange(tx, consent.doing, { action: 'install.granted', ...about });
  }
  const key = { pluginId: plugin.id, userId, spaceId };
  const grantId = consent.isStanding
    ? await useGrant(tx, key, scopes)
    : await upsertGrant(tx, key, scopes);
  if (grantId === undefined) return undefined;
  const granted = {
    action: 'grant.created',
    target: grantId,
    spaceId,
    changed: ['scopes'],
  } as const;
  if (!consent.isStanding) await recordChange(tx, consent.doing, granted);
  const code = newSecret('authorization_code');
  const row: NewCode = {
    hash: sha256(code),
    plugin_id: plugin.id,
    grant_id: grantId,
    install_id: install.id,
    install_generation: install.generation,
    user_id: userId,
    redirect_uri: destination.redirectUri,
    redirect_uri_given: request.redirectUriGiven,
    code_challenge: request.codeChallenge,
    scopes,
    family: newId(),
  };
  await insertCode(tx, row, deps.config.authorizationCodeSeconds);
  return code;
}

interface ConsentedInstall {
  plugin: AuthorizingPlugin;
  consent: Consent;
  /** The user's, in the space. */
  role: string;
}

async function installFor(
  tx: Db,
  { config, vault }: ApproveDeps,
  { plugin, consent, role }: ConsentedInstall,
): Promise<void> {
  const { userId, spaceId, terms } = consent;
  const { id, manifest } = plugin;
  if (role !== 'admin') throw new Failure('forbidden', 'Only an admin can install a plugin');
  const previous = await lockInstallOf(tx, spaceId, id);
  if (previous !== undefined && previous.status !== 'uninstalled') return;
  // Those that were shown, and not those of a release that came meanwhile.
  const { scopes, events } = terms?.agreed ?? { scopes: manifest.scopes, events: [] };
  const given = { plugin_id: id, user_id: userId, scopes };
  // The page has shown it to them: it need not be public.
  const requester = { kind: 'user', id: userId, reader: null } as const;
  const installation = { spaceId, given, events, requester, limits: config, vault };
  const install = await installPlugin(tx, installation);
  const about = { target: install.id, spaceId };
  await recordChange(tx, consent.doing, { action: 'install.created', ...about });
}

// Also where somebody else has installed it since the page was shown: who chose has not chosen less for that. They may have chosen, too, or be
// the same user, and one that runs is as good.
async function tellPast(
  tx: Db,
  install: InstallToTell,
  { plugin, consent, role }: ConsentedInstall,
): Promise<void> {
  const { backfillDays: days, userId, doing } = consent;
  if (days === undefined || role !== 'admin' || !plugin.isPublished) return;
  const asked = { reader: userId, doing, pointer: '' };
  await beginBackfill(tx, install, { days }, asked).catch((error) => {
    if (!(error instanceof Failure && error.code === 'wrong_state')) throw error;
  });
}
