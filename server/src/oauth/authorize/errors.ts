import type { TextKey } from '../../pages/texts.ts';

/** RFC 6749 §4.1.2.1. */
export type AuthorizationErrorCode =
  | 'invalid_request'
  | 'unauthorized_client'
  | 'access_denied'
  | 'unsupported_response_type'
  | 'invalid_scope';

/** A refusal that the plugin is told of, by a redirect. */
export class AuthorizationError extends Error {
  readonly code: AuthorizationErrorCode;

  constructor(code: AuthorizationErrorCode, message: string) {
    super(message);
    this.name = 'AuthorizationError';
    this.code = code;
  }
}

/** A refusal that only the person is told of: nothing proves that the address to return to is the plugin's. */
export class AuthorizationPageError extends Error {
  readonly text: TextKey;

  constructor(text: TextKey) {
    super(text);
    this.name = 'AuthorizationPageError';
    this.text = text;
  }
}
