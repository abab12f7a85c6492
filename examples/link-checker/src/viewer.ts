import { errors, type JWTPayload, jwtVerify } from 'jose';
import { Refusal } from './refusal.ts';

/** The header in which the page sends its App Bridge token, by the convention of Storyblok's clients. */
export const TOKEN_HEADER = 'sb_app_bridge_token';

/** Who looks at the page in the iframe, and where. */
export interface Viewer {
  spaceId: number;
  userId: number;
  installId: number;
  /** Their role in the space. */
  role: string | null;
}

/** Tokens live an hour at most. */
const MAX_AGE_SECONDS = 3600;
/** How far our clock may be from Plugboard's. */
const CLOCK_TOLERANCE_SECONDS = 10;

/**
 * Makes the check of App Bridge tokens: JWTs (RFC 7519) with HS256, keyed by the UTF-8 bytes of the client secret, meant for this
 * client, and not expired.
 *
 * @param now the clock
 */
export function createViewerCheck(
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  now: () => Date = () => new Date(),
): (token: string | undefined) => Promise<Viewer> {
  const key = new TextEncoder().encode(clientSecret);

  /** @throws Refusal 401 saying what is wrong with the token. */
  return async (token) => {
    if (!token) throw new Refusal(401, `The header ${TOKEN_HEADER} is missing`);
    try {
      const { payload } = await jwtVerify(token, key, {
        // A list of our own: the token's header must not choose how it is checked.
        algorithms: ['HS256'],
        audience: clientId,
        requiredClaims: ['exp', 'iat'],
        maxTokenAge: MAX_AGE_SECONDS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: now(),
      });
      return readViewer(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new Refusal(401, 'The token has expired');
      if (error instanceof errors.JOSEError) throw new Refusal(401, `Not our token: ${error.code}`);
      throw error;
    }
  };
}

function readViewer({ space_id, user_id, install_id, role }: JWTPayload): Viewer {
  const isId = (value: unknown): value is number =>
    Number.isSafeInteger(value) && Number(value) > 0;
  if (!isId(space_id) || !isId(user_id) || !isId(install_id)) {
    throw new Refusal(401, 'The token lacks space_id, user_id or install_id');
  }
  return {
    spaceId: space_id,
    userId: user_id,
    installId: install_id,
    role: typeof role === 'string' ? role : null,
  };
}

/** One person in one space: what grants and declined consents are kept by. */
export const viewerKey = ({ spaceId, userId }: Pick<Viewer, 'spaceId' | 'userId'>): string =>
  `${spaceId}:${userId}`;
