import type { OAuthSession } from '@plugboard/sdk/oauth';
import { SLUG } from './manifest.ts';
import type { Settings } from './shapes.ts';

/** The plugin in a space, as the Space API shows it. */
export interface Provision {
  app: Record<string, unknown>;
  app_provision: Record<string, unknown> & { space_level_settings: Record<string, unknown> };
}

const pathIn = (spaceId: number): string => `/v1/spaces/${spaceId}/app_provisions/${SLUG}`;

/** What somebody sees of the plugin in their space. */
export const readProvision = (session: OAuthSession): Promise<Provision> =>
  session.request<Provision>(pathIn(session.space.id));

/** Leaves settings that are not ours as they are. */
export async function putSettings(session: OAuthSession, settings: Settings): Promise<void> {
  const { app_provision } = await readProvision(session);
  // They are replaced whole.
  const space_level_settings = { ...app_provision.space_level_settings, ...settings };
  await session.request(pathIn(session.space.id), {
    method: 'PUT',
    body: { app_provision: { space_level_settings } },
  });
}
