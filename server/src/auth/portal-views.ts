import type { PortalBounds } from '../reach.ts';

/** What a portal shows of a space, from what says most to what says least: each is bounded at least as much as the one before. */
export const PORTAL_VIEWS = ['catalog', 'installed', 'settings', 'activity'] as const;

/** What a route opens to in `config.portal`, and a portal token is made for. */
export type PortalView = (typeof PORTAL_VIEWS)[number];

/** What somebody holds who looks at a portal. */
export interface PortalPass {
  views: readonly PortalView[];
  spaceId: number;
  /** Bounds the settings and the activity to one install. */
  installId: number | null;
  /** Bounds the activity to what has this identifier. */
  identifier: string | null;
}

/**
 * How far a pass opens what these views have: as far as the widest of them that it is for. Undefined where it is for none of them.
 *
 * @param opening the views of a route.
 */
export function boundsOf(
  { views, spaceId, installId, identifier }: PortalPass,
  opening: readonly PortalView[],
): PortalBounds | undefined {
  const widest = PORTAL_VIEWS.find((view) => views.includes(view) && opening.includes(view));
  if (widest === undefined) return undefined;
  const isOfInstall = widest === 'settings' || widest === 'activity';
  return {
    spaceId,
    installId: isOfInstall ? installId : null,
    identifier: widest === 'activity' ? identifier : null,
  };
}
