import type { Api } from '../api.ts';

/** The views of Plugboard that the reception shows in pages of its own. */
export const PORTAL_TABS = [
  { path: '/plugins', view: 'catalog', name: 'All plugins' },
  { path: '/plugins/installed', view: 'installed', name: 'Installed' },
  { path: '/plugins/activity', view: 'activity', name: 'Activity' },
] as const;

/** Which view a path of the reception shows. */
export interface ShownView {
  view: 'catalog' | 'installed' | 'settings' | 'activity';
  /** Of one install alone. */
  installId?: string | undefined;
}

/** @returns undefined where the path shows none. */
export function viewAt(path: string): ShownView | undefined {
  const [, view, installId] = /^\/plugins\/(settings|activity)\/(\d{1,10})$/.exec(path) ?? [];
  if (view === 'settings' || view === 'activity') return { view, installId };
  return PORTAL_TABS.find((tab) => tab.path === path);
}

/** Makes tokens for whoever is signed in at the reception, which is one person. */
export interface Portal {
  spaceId: number;
  /** As Plugboard answers it. */
  token(): Promise<unknown>;
}

/** @param api with the host's key, which stays in the backend: pages get tokens of fifteen minutes. */
export function openPortal(api: Api, member: { spaceId: number; userId: number }): Portal {
  const wanted = {
    space_id: member.spaceId,
    user_id: member.userId,
    views: ['catalog', 'installed', 'settings', 'activity'],
  };
  return { spaceId: member.spaceId, token: () => api.post('/portal_tokens', wanted) };
}
