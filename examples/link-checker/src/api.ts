import { runCheck } from './check.ts';
import type { Grants } from './oauth.ts';
import type { Get } from './outbound.ts';
import { type PluginApi, type SpaceApi, WireError } from './plugboard.ts';
import { Refusal } from './refusal.ts';
import { readSite } from './set-up/routes.ts';
import { checkSettings, readSettings } from './settings.ts';
import type { Check, Me } from './shapes.ts';
import { type Viewer, viewerKey } from './viewer.ts';

/** What answering takes: people's grants, Plugboard's two APIs, and the way out to the pages that are checked. */
export interface ApiContext {
  grants: Grants;
  spaceApi: SpaceApi;
  pluginApi: PluginApi;
  get: Get;
}

/** Answers a request of the page; `viewer` is proven, `body` is JSON of anybody's make. */
export type ApiHandler = (viewer: Viewer, body: unknown) => Promise<unknown>;

/** What the page can ask of its backend, by method and path. */
export function apiHandlers(context: ApiContext): Map<string, ApiHandler> {
  const { grants, pluginApi } = context;
  return new Map<string, ApiHandler>([
    ['GET /api/me', (viewer) => describe(viewer, context)],
    ['POST /api/connect', async (viewer) => ({ url: (await grants.begin(viewer)).href })],
    ['GET /api/checks', ({ installId }) => pluginApi.latestChecks(installId)],
    ['POST /api/checks', createChecker(context)],
    ['PUT /api/settings', (viewer, body) => changeSettings(viewer, body, context)],
  ]);
}

async function describe(viewer: Viewer, { grants, spaceApi, pluginApi }: ApiContext): Promise<Me> {
  const { role, spaceId, installId } = viewer;
  const config = await pluginApi.config(installId);
  const me: Me = {
    role,
    is_admin: role === 'admin',
    connected: false,
    declined: grants.hasDeclined(viewer),
    name: null,
    space: null,
    plugin: null,
    provision: null,
    settings: readSettings(config),
    site: readSite(config) ?? null,
  };
  const told = await withGrant(viewer, grants, (token) =>
    Promise.all([spaceApi.userInfo(token), spaceApi.provision(token, spaceId)]),
  );
  if (told === undefined) return me;
  const [{ user, space }, { app, app_provision }] = told;
  const known = { name: user.friendly_name, space: space.name };
  // The config, which our token reads with its passwords: the page is for everybody in the space.
  const { space_level_settings: _config, ...provision } = app_provision;
  return { ...me, ...known, connected: true, plugin: app, provision };
}

/** What `work` makes of the person's token; undefined without a grant, or when it is no longer good. */
async function withGrant<Result>(
  viewer: Viewer,
  grants: Grants,
  work: (token: string) => Promise<Result>,
): Promise<Result | undefined> {
  const token = await grants.accessToken(viewer);
  if (token === undefined) return undefined;
  try {
    return await work(token);
  } catch (error) {
    if (!(error instanceof WireError) || error.status !== 401) throw error;
    grants.forget(viewer);
    return undefined;
  }
}

function createChecker({ pluginApi, get }: ApiContext): ApiHandler {
  const busy = new Set<string>();
  return async (viewer, body): Promise<Check> => {
    const key = viewerKey(viewer);
    if (busy.has(key)) throw new Refusal(429, 'One check at a time: yours is still running');
    busy.add(key);
    try {
      const settings = readSettings(await pluginApi.config(viewer.installId));
      const check = await runCheck(body, settings, get);
      await pluginApi.saveCheck(viewer.installId, check);
      return check;
    } finally {
      busy.delete(key);
    }
  };
}

async function changeSettings(
  viewer: Viewer,
  body: unknown,
  { grants, spaceApi }: ApiContext,
): Promise<unknown> {
  const settings = checkSettings(body);
  // Plugboard lets the plugin write its settings, whoever looks at it: who may is for the plugin to say.
  if (viewer.role !== 'admin') throw new Refusal(403, 'Only an admin of the space may do this');
  const written = await withGrant(viewer, grants, async (token) => {
    await spaceApi.putSettings(token, viewer.spaceId, settings);
    return settings;
  });
  if (written === undefined) throw new Refusal(403, 'Allow the link checker to act for you first');
  return written;
}
