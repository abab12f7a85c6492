import type { Failure } from '../failures.ts';

/** The `WWW-Authenticate` challenge of a failure (RFC 6750 §3): no error code where no token was sent. */
export function bearerChallenge(failure: Failure): string | undefined {
  switch (failure.code) {
    case 'unauthorized':
      return 'Bearer';
    case 'invalid_token':
      return 'Bearer error="invalid_token"';
    case 'token_repeated':
      return 'Bearer error="invalid_request"';
    case 'insufficient_scope':
      return 'Bearer error="insufficient_scope"';
    default:
      return undefined;
  }
}
