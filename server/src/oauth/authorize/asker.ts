import type { Db } from '../../lib/db.ts';
import { parseId } from '../../lib/ids.ts';
import type { TextKey } from '../../pages/texts.ts';
import type { Destination } from './answer.ts';
import { AuthorizationPageError } from './errors.ts';
import { type AuthorizingPlugin, selectAuthorizingPlugin } from './queries.ts';
import type { Query } from './query.ts';
import { isRegistered, registeredRedirectUris } from './redirect-uri.ts';

/** Who asks, and where the answer goes: certain before anything else is judged. */
export interface Asker {
  plugin: AuthorizingPlugin;
  destination: Destination;
  /** Whether the request named its redirect URI. */
  redirectUriGiven: boolean;
}

/** What a request says of who asks; complete once every check has passed. */
interface Claim {
  query: Query;
  plugin?: AuthorizingPlugin;
  /** The one that is asked for, or else the only one that there is. */
  redirectUri?: string;
}

type Check = (claim: Claim) => TextKey | undefined;

const rejectRepeatedClientId: Check = ({ query }) =>
  query.isRepeated('client_id') ? 'consent_unknown_client' : undefined;

const rejectRepeatedRedirectUri: Check = ({ query }) =>
  query.isRepeated('redirect_uri') ? 'consent_bad_redirect' : undefined;

const rejectUnknownClient: Check = ({ plugin }) =>
  plugin === undefined ? 'consent_unknown_client' : undefined;

const rejectMissingRedirectUri: Check = ({ redirectUri }) =>
  redirectUri === undefined ? 'consent_no_redirect' : undefined;

const rejectUnregisteredRedirectUri: Check = (claim) => {
  const { plugin, redirectUri } = claim as Required<Claim>;
  const registered = registeredRedirectUris(plugin.manifest);
  return isRegistered(redirectUri, registered) ? undefined : 'consent_bad_redirect';
};

// In this order: a check may rely on those before it. Those of the query alone come before anything is looked up.
const queryChecks: Check[] = [rejectRepeatedClientId, rejectRepeatedRedirectUri];
const claimChecks: Check[] = [
  rejectUnknownClient,
  rejectMissingRedirectUri,
  rejectUnregisteredRedirectUri,
];

/** A request, before anything of it is certain. */
export interface Asking {
  query: Query;
  issuer: string;
  /** Who is signed in; null for nobody. */
  userId: number | null;
}

/**
 * The plugin that asks and the address that it is answered at.
 *
 * @throws AuthorizationPageError when either is not certain: then nothing may be sent there.
 */
export async function identifyAsker(db: Db, { query, issuer, userId }: Asking): Promise<Asker> {
  runChecks(queryChecks, { query });
  const claim = await readClaim(db, query, userId);
  runChecks(claimChecks, claim);
  const { plugin, redirectUri } = claim as Required<Claim>;
  return {
    plugin,
    destination: {
      redirectUri,
      state: query.isRepeated('state') ? undefined : query.raw('state'),
      issuer: plugin.compatibility === 'storyblok' ? undefined : issuer,
    },
    redirectUriGiven: query.get('redirect_uri') !== undefined,
  };
}

function runChecks(checks: Check[], claim: Claim): void {
  for (const check of checks) {
    const text = check(claim);
    if (text !== undefined) throw new AuthorizationPageError(text);
  }
}

async function readClaim(db: Db, query: Query, userId: number | null): Promise<Claim> {
  const clientId = query.get('client_id');
  const spaceId = parseId(query.get('space_id')) ?? null;
  const plugin =
    clientId === undefined
      ? undefined
      : await selectAuthorizingPlugin(db, { clientId, userId, spaceId });
  const redirectUri = query.get('redirect_uri') ?? (plugin && onlyRedirectUri(plugin));
  return { query, plugin, redirectUri };
}

// RFC 6749 §3.1.2.3: it may only be left out where there is no doubt.
function onlyRedirectUri({ manifest }: AuthorizingPlugin): string | undefined {
  const registered = registeredRedirectUris(manifest);
  return registered.length === 1 ? registered[0] : undefined;
}
