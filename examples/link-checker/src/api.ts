import type { Plugin, Viewer } from '@plugboard/sdk';
import { type Consents, OAuthError, type OAuthSession } from '@plugboard/sdk/oauth';
import { runCheck } from './check.ts';
import { latestChecks, saveCheck } from './checks.ts';
import type { Get } from './outbound.ts';
import { putSettings, readProvision } from './provision.ts';
import { Refusal } from './refusal.ts';
import { readSite } from './set-up/routes.ts';
import { checkSettings, readSettings } from './settings.ts';
import type { Check, Me } from './shapes.ts';

/** What answering takes: Plugboard as itself and for people, and the way out to the pages that are checked. */
export interface ApiContext {
  plugin: Plugin;
  consents: Consents;
  get: Get;
}

/** Answers a request of the page; `viewer` is proven, `body` is JSON of anybody's make. */
export type ApiHandler = (viewer: Viewer, body: unknown) => Promise<unknown>;

/** What the page can ask of its backend, by method and path. */
export function apiHandlers(context: ApiContext): Map<string, ApiHandler> {
  const { consents, plugin } = context;
  return new Map<string, ApiHandler>([
    ['GET /api/me', (viewer) => describe(viewer, context)],
    ['POST /api/connect', async (viewer) => ({ url: await consents.begin(viewer) })],
    ['GET /api/checks', ({ installId }) => latestChecks(plugin.install(installId).storage)],
    ['POST /api/checks', createChecker(context)],
    ['PUT /api/settings', (viewer, body) => changeSettings(viewer, body, context)],
  ]);
}

async function describe(viewer: Viewer, { consents, plugin }: ApiContext): Promise<Me> {
  const { role, installId } = viewer;
  const config = await plugin.install(installId).config.get();
  const me: Me = {
    role,
    is_admin: role === 'admin',
    connected: false,
    declined: await consents.hasDeclined(viewer),
    name: null,
    space: null,
    plugin: null,
    provision: null,
    settings: readSettings(config),
    site: readSite(config) ?? null,
  };
  const told = await withConsent(viewer, consents, async (session) => {
    const { app, app_provision } = await readProvision(session);
    // The config, which our token reads with its passwords: the page is for everybody in the space.
    const { space_level_settings: _config, ...provision } = app_provision;
    const { user, space } = session;
    return { name: user.friendlyName, space: space.name, plugin: app, provision };
  });
  return told === undefined ? me : { ...me, ...told, connected: true };
}

/** What `work` does for the person; undefined without their consent, or when it was taken back. */
async function withConsent<Result>(
  viewer: Viewer,
  consents: Consents,
  work: (session: OAuthSession) => Promise<Result>,
): Promise<Result | undefined> {
  const session = await consents.of(viewer);
  if (session === null) return undefined;
  try {
    return await work(session);
  } catch (error) {
    if (error instanceof OAuthError) return undefined;
    throw error;
  }
}

function createChecker({ plugin, get }: ApiContext): ApiHandler {
  const busy = new Set<string>();
  return async ({ spaceId, userId, installId }, body): Promise<Check> => {
    const key = `${spaceId}:${userId}`;
    if (busy.has(key)) throw new Refusal(429, 'One check at a time: yours is still running');
    busy.add(key);
    try {
      const { config, storage } = plugin.install(installId);
      const check = await runCheck(body, readSettings(await config.get()), get);
      await saveCheck(storage, check);
      return check;
    } finally {
      busy.delete(key);
    }
  };
}

async function changeSettings(
  viewer: Viewer,
  body: unknown,
  { consents }: ApiContext,
): Promise<unknown> {
  const settings = checkSettings(body);
  // Plugboard lets the plugin write its settings, whoever looks at it: who may is for the plugin to say.
  if (viewer.role !== 'admin') throw new Refusal(403, 'Only an admin of the space may do this');
  const written = await withConsent(viewer, consents, async (session) => {
    await putSettings(session, settings);
    return settings;
  });
  if (written === undefined) throw new Refusal(403, 'Allow the link checker to act for you first');
  return written;
}
