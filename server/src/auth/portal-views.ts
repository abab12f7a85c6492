import type { PortalBounds } from '../reach.ts';

/** What a portal shows of a space, from what says most to what says least: each is bounded at least as much as the one before. */
export const PORTAL_VIEWS = ['catalog', 'installed', 'settings', 'activity'] as const;

/** What a portal token is made for. */
export type PortalView = (typeof PORTAL_VIEWS)[number];

/** All that a link to a portal opens: the views, and what beside them only the whole console of a space has. */
export const WHOLE_PORTAL = ['space', ...PORTAL_VIEWS] as const;

/** What a route opens to in `config.portal`. */
export type PortalOpening = (typeof WHOLE_PORTAL)[number];

/** What somebody holds who looks at a portal. */
export interface PortalPass {
  views: readonly PortalOpening[];
  spaceId: number;
  /** Bounds the settings and the activity to one install. */
  installId: number | null;
  /** Bounds the activity to what has this identifier. */
  identifier: string | null;
}

/**
 * How far a pass opens what these views have: as far as the widest of them that it is for. Undefined where it is for none of them.
 *
 * @param opening what a route opens to.
 */
export function boundsOf(
  { views, spaceId, installId, identifier }: PortalPass,
  opening: readonly PortalOpening[],
): PortalBounds | undefined {
  const widest = WHOLE_PORTAL.find((view) => views.includes(view) && opening.includes(view));
  if (widest === undefined) return undefined;
  const isOfInstall = widest === 'settings' || widest === 'activity';
  return {
    spaceId,
    installId: isOfInstall ? installId : null,
    identifier: widest === 'activity' ? identifier : null,
  };
}
