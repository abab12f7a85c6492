/**
 * How far an attempt came before it failed. Only `refused` is final for a URL: every other stage may succeed later.
 *
 * - `refused`: our own rules forbid the target; nothing was sent, not even a SYN
 * - `dns`, `connect`, `tls`: no connection came about, so the receiver has not seen the request
 * - `send`: the request could not be written; the receiver may have seen part of it
 * - `response`: the request was handed over, but no well-formed reply came back; the receiver may have acted on it
 * - `timeout`: the deadline of the whole attempt passed; the receiver may have acted on it
 * - `aborted`: the caller's signal fired or the outbound client was closed
 */
export type OutboundStage =
  | 'refused'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'send'
  | 'response'
  | 'timeout'
  | 'aborted';

/** Why a target is refused. Stable: stored with attempts and shown to plugin developers. */
export type RefusalCode =
  | 'url_invalid'
  | 'url_too_long'
  | 'scheme_not_allowed'
  | 'userinfo_not_allowed'
  | 'host_not_allowed'
  | 'port_not_allowed'
  | 'address_not_allowed';

/** Why an attempt failed. Stable: stored with attempts and shown to plugin developers. */
export type OutboundErrorCode =
  | RefusalCode
  | 'host_not_found'
  | 'dns_failed'
  | 'connect_timeout'
  | 'connection_refused'
  | 'connection_reset'
  | 'connection_closed'
  | 'connect_failed'
  | 'host_unreachable'
  | 'certificate_invalid'
  | 'tls_failed'
  | 'request_invalid'
  | 'send_failed'
  | 'headers_too_large'
  | 'malformed_reply'
  | 'reply_incomplete'
  | 'deadline_exceeded'
  | 'aborted'
  | 'outbound_closed';

/**
 * A failed attempt. `message` is written for the plugin's developer and may be shown to them: it names no address that our
 * resolver found and quotes nothing the receiver sent. The raw error is in `cause`, for logs only.
 */
export class OutboundError extends Error {
  readonly stage: OutboundStage;
  readonly code: OutboundErrorCode;

  constructor(stage: OutboundStage, code: OutboundErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OutboundError';
    this.stage = stage;
    this.code = code;
  }
}

/** A target that our rules forbid (stage `refused`), found before any connection is opened. */
export class OutboundRefused extends OutboundError {
  declare readonly stage: 'refused';
  declare readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super('refused', code, message);
    this.name = 'OutboundRefused';
  }
}

/** The one text for every forbidden address: it must not tell a live internal host or an open port from a missing one. */
export function addressNotAllowed(): OutboundRefused {
  return new OutboundRefused(
    'address_not_allowed',
    'The host is, or resolves to, an address that is not publicly reachable; only public addresses are called',
  );
}

/** The answer to calls that come while the server stops. */
export function outboundClosed(): OutboundError {
  return new OutboundError('aborted', 'outbound_closed', 'The server is shutting down');
}

/** The `code` of a Node or undici error, empty when it has none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
