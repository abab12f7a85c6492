import type { InstallGrant } from '../../installs/permission-schema.ts';
import { sha256 } from '../../lib/crypto.ts';
import type { Form } from '../../pages/use-pages.ts';
import type { AuthorizationRequest } from './request.ts';
import type { SpaceChoice } from './spaces.ts';

/** What the consent page lays before the admin of a space, who decides for everybody there; beside what is asked of every user. */
export interface SpaceOffer {
  /** Scopes that the plugin can do without: granted where they are ticked. */
  optional: string[];
  /** What a release has come to ask for since the plugin was installed. */
  pending: InstallGrant;
}

/** What an admin said for the whole space: of what they were shown, what they agreed to. */
export interface SpaceTerms {
  shown: InstallGrant;
  agreed: InstallGrant;
}

const NOTHING: InstallGrant = { scopes: [], events: [] };

/** Nothing for who is no admin, or where all has been decided. */
export function offerFor({ plugin }: AuthorizationRequest, space: SpaceChoice): SpaceOffer {
  const { optional_scopes } = plugin.manifest;
  if (space.entry === 'install') return { optional: optional_scopes, pending: NOTHING };
  const { granted, pending } = space;
  if (granted === null || pending === null) return { optional: [], pending: NOTHING };
  return { optional: optional_scopes.filter((scope) => !granted.scopes.includes(scope)), pending };
}

/** Changes with what is offered: whoever agreed to one offer has not seen another. */
export const offerFingerprint = ({ optional, pending }: SpaceOffer): string =>
  sha256(JSON.stringify([optional, pending.scopes, pending.events])).toString('base64url');

/** The name of the box behind which an optional scope is, by its place. */
export const tickName = (index: number): string => `optional_${index}`;

/**
 * What the decision means for the space; undefined where it means nothing for it.
 *
 * @param form in which `decision` is `allow`, or `keep`: let in with what was granted before, and no more.
 */
export function termsOf(
  asked: AuthorizationRequest,
  space: SpaceChoice,
  form: Form,
): SpaceTerms | undefined {
  const offer = offerFor(asked, space);
  const ticked = offer.optional.filter((_, index) => form(tickName(index)) === 'yes');
  if (space.entry === 'install') {
    const { scopes, events } = asked.plugin.manifest;
    const agreed = { scopes: [...scopes, ...ticked], events: events.map(({ name }) => name) };
    return { shown: agreed, agreed };
  }
  const { pending } = offer;
  if (isNothing(pending)) return undefined;
  const { scopes, events } = pending;
  const keeps = form('decision') === 'keep';
  return {
    shown: pending,
    agreed: keeps ? NOTHING : { scopes: [...scopes, ...ticked], events },
  };
}

/** Whether there is nothing for the space's admin to say yes or no to. */
const isNothing = ({ scopes, events }: InstallGrant): boolean =>
  scopes.length === 0 && events.length === 0;

/** The space as it will be once its admin has agreed. */
export const withTerms = (space: SpaceChoice, { agreed }: SpaceTerms): SpaceChoice => {
  const { scopes, events } = space.granted ?? NOTHING;
  return {
    ...space,
    granted: {
      scopes: [...scopes, ...agreed.scopes],
      events: [...events, ...agreed.events],
    },
  };
};
