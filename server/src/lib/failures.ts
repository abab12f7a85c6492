/**
 * Every error that a caller can be told about, once: its stable code, HTTP status and title. The surfaces differ only in how they write
 * a {@link Failure} down (problem+json on the Platform API, JSON:API on the Plugin API, as Storyblok on the Space API, RFC 6749 §5.2 on
 * the token endpoint).
 */
export const failures = {
  body_not_json: { status: 400, title: 'The body is not valid JSON' },
  bad_request: { status: 400, title: 'The request cannot be understood' },
  token_repeated: { status: 400, title: 'The token is sent in more than one way' },
  unauthorized: { status: 401, title: 'Authentication is required' },
  invalid_token: { status: 401, title: 'The token is not valid' },
  insufficient_scope: { status: 403, title: 'The token lacks the scope for this' },
  forbidden: { status: 403, title: 'This is not allowed' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  job_not_found: { status: 404, title: 'Job not found' },
  attempt_not_found: { status: 404, title: 'Attempt not found' },
  install_not_found: { status: 404, title: 'Install not found' },
  space_not_found: { status: 404, title: 'Space not found' },
  user_not_found: { status: 404, title: 'User not found' },
  plugin_not_found: { status: 404, title: 'Plugin not found' },
  release_not_found: { status: 404, title: 'Release not found' },
  secret_not_found: { status: 404, title: 'Secret generation not found' },
  endpoint_not_found: { status: 404, title: 'Endpoint not found' },
  event_not_found: { status: 404, title: 'Event not found' },
  event_type_not_found: { status: 404, title: 'Event type not found' },
  scope_not_found: { status: 404, title: 'Scope not found' },
  revision_not_found: { status: 404, title: 'Revision not found' },
  backfill_not_found: { status: 404, title: 'Backfill not found' },
  roll_out_not_found: { status: 404, title: 'Roll-out not found' },
  replay_not_found: { status: 404, title: 'Replay not found' },
  rehearsal_not_found: { status: 404, title: 'Rehearsal not found' },
  grant_not_found: { status: 404, title: 'Consent not found' },
  host_key_not_found: { status: 404, title: 'Host key not found' },
  personal_token_not_found: { status: 404, title: 'Personal token not found' },
  developer_not_found: { status: 404, title: 'Developer not found' },
  developer_invitation_not_found: { status: 404, title: 'Invitation not found' },
  member_not_found: { status: 404, title: 'Member not found' },
  collaborator_not_found: { status: 404, title: 'Collaborator not found' },
  resource_type_not_found: { status: 404, title: 'Resource type not found' },
  step_not_found: { status: 404, title: 'Step of the set-up not found' },
  notification_not_found: { status: 404, title: 'Notification not found' },
  action_not_found: { status: 404, title: 'Action of the notification not found' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  method_not_allowed: { status: 405, title: 'This method is not supported here' },
  job_settled: { status: 409, title: 'The job is already settled with another status' },
  condition_failed: { status: 409, title: 'A condition of the pipeline does not hold' },
  already_exists: { status: 409, title: 'It already exists' },
  in_use: { status: 409, title: 'It is still in use' },
  wrong_state: { status: 409, title: 'Its present state does not allow this' },
  idempotency_key_reused: {
    status: 409,
    title: 'The Idempotency-Key was used for another request',
  },
  plugin_suspended: { status: 409, title: 'The plugin is suspended' },
  revision_mismatch: { status: 412, title: 'It changed since it was read' },
  body_too_large: { status: 413, title: 'The body is too large' },
  value_too_large: { status: 413, title: 'The value is too large' },
  unsupported_media_type: { status: 415, title: 'This content type is not supported' },
  invalid: { status: 422, title: 'The request is not valid' },
  quota_exceeded: { status: 422, title: 'There are as many as there may be' },
  plugin_refused: { status: 422, title: 'The plugin refused this' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  plugin_failed: { status: 502, title: 'The plugin did not answer as it should' },
  host_unavailable: { status: 502, title: "The host's API cannot be reached" },
  console_not_built: { status: 503, title: 'The console is not built' },
  unavailable: { status: 503, title: 'The service is not available right now' },
} as const satisfies Record<string, { status: number; title: string }>;

/** A code of the table above; callers may rely on it. */
export type FailureCode = keyof typeof failures;

/** What a violation's keyword was broken with: each where it says something. */
export interface ViolationParams {
  /** Of `minimum`, `maxLength` and the like. */
  limit?: number;
  /** Of `enum`: what it may be. */
  values?: unknown[];
  /** Of `type`: the types of JSON that it may have. */
  types?: string[];
  /** Of `format`. */
  format?: string;
}

/** One thing that is wrong with the input: `pointer` is a JSON Pointer (RFC 6901) into the body. */
export interface Violation {
  pointer: string;
  message: string;
  /** The keyword of JSON Schema that it breaks, where there is one: for who says it in another language. */
  keyword?: string;
  params?: ViolationParams;
}

/** What a caller is told of a limit: what is left of it, and when it starts anew. */
export interface RateLimitState {
  /** What the limit is called. */
  policy: string;
  /** How often in a window. */
  limit: number;
  windowSeconds: number;
  remaining: number;
  /** Until the window ends; never longer than the window. */
  resetSeconds: number;
}

/** How many of something somebody may have, and how many they have. */
export interface QuotaUse {
  limit: number;
  used: number;
}

/** What a failure says beside its code and its message. */
export interface FailureOptions {
  violations?: Violation[];
  /** Seconds after which trying again makes sense; sent as `Retry-After`. */
  retryAfter?: number;
  /** The limit that was used up. */
  rateLimit?: RateLimitState;
  /** The quota that is used up. */
  quota?: QuotaUse;
  /** What brought it about: for the log, never shown. */
  cause?: unknown;
}

/** An error meant for the caller. `message` is public: it says what was wrong, where, and what would be right. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly status: number;
  readonly violations: Violation[];
  readonly retryAfter: number | undefined;
  readonly rateLimit: RateLimitState | undefined;
  readonly quota: QuotaUse | undefined;

  constructor(code: FailureCode, message: string, options: FailureOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.status = failures[code].status;
    this.violations = options.violations ?? [];
    this.retryAfter = options.retryAfter;
    this.rateLimit = options.rateLimit;
    this.quota = options.quota;
  }
}

/** A failure about one place of the body. */
export function failureAt(code: FailureCode, pointer: string, message: string): Failure {
  return new Failure(code, message, { violations: [{ pointer, message }] });
}

/** A 422 about one place of the body. */
export function invalid(pointer: string, message: string): Failure {
  return failureAt('invalid', pointer, message);
}

/** A failure about one place of the body, which its message names too: for where the message may be all that is shown. */
export function refusal(code: FailureCode, pointer: string, message: string): Failure {
  return new Failure(code, `${pointer} ${message}`, { violations: [{ pointer, message }] });
}
