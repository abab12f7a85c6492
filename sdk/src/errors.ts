/**
 * What every error of this package is. `code` says which, for programs; the message is for people and holds no secret.
 *
 * @example
 * try {
 *   await plugin.install('31').config.get();
 * } catch (error) {
 *   if (error instanceof PlugboardError) console.error(error.code, error.message);
 * }
 */
export class PlugboardError extends Error {
  override readonly name: string = 'PlugboardError';
  /** A word in snake case, such as `wrong_signature` or `condition_failed`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Something that this plugin was given, or not given, is wrong: an unset secret, an address that is none, a body that was read already.
 *
 * @example
 * await plugin.logIn().catch((error) => {
 *   if (error instanceof SetupError) console.error(error.message);
 * });
 */
export class SetupError extends PlugboardError {
  override readonly name = 'SetupError';
}

/**
 * A request does not come from Plugboard, or not now. It is answered with 401.
 *
 * @example
 * createPlugin({
 *   secret,
 *   onError: (error) => {
 *     if (!(error instanceof SignatureError)) console.error(error);
 *   },
 * });
 */
export class SignatureError extends PlugboardError {
  override readonly name = 'SignatureError';
}

/**
 * An App Bridge token is none of ours, or not good any more.
 *
 * @example
 * try {
 *   await plugin.viewer(request);
 * } catch (error) {
 *   if (error instanceof TokenError) return new Response(error.message, { status: 401 });
 *   throw error;
 * }
 */
export class TokenError extends PlugboardError {
  override readonly name = 'TokenError';
}

/**
 * Somebody was not let in by OAuth. `code` is the error of RFC 6749 (`access_denied`, `invalid_grant`, `invalid_scope`, …), or one of ours:
 * `wrong_state`, `wrong_issuer`, `other_person`, `session_ended`. The message may be shown to them.
 *
 * @example
 * import { createOAuth } from '@plugboard/sdk/oauth';
 *
 * const oauth = createOAuth({
 *   baseUrl,
 *   clientId,
 *   secret,
 *   redirectUri,
 *   onFailure: (error) =>
 *     error instanceof OAuthError && error.code === 'access_denied'
 *       ? Response.redirect('https://plugin.example.com/maybe-later', 303)
 *       : new Response(error.message, { status: 400 }),
 * });
 */
export class OAuthError extends PlugboardError {
  override readonly name = 'OAuthError';
}

/**
 * The config of an install is not what the plugin's schema says. `code` is `config_mismatch`.
 *
 * @example
 * createPlugin({
 *   onError: (error) => {
 *     if (error instanceof ConfigError) console.error(error.problems);
 *   },
 * });
 */
export class ConfigError extends PlugboardError {
  override readonly name = 'ConfigError';
  /** What does not fit, each with a JSON pointer (RFC 6901) into the config. */
  readonly problems: readonly { readonly pointer: string; readonly message: string }[];

  /** @param places what is wrong in words that repeat nothing of the config: there may be passwords in it, and this is logged. */
  constructor(
    problems: readonly { pointer: string; message: string }[],
    places: readonly string[],
  ) {
    super('config_mismatch', `The config does not fit the plugin's schema: ${places.join('; ')}`);
    this.problems = problems;
  }
}

/**
 * Plugboard could not be reached, or gave no answer that can be read. Whether a call was carried out is not known.
 *
 * @example
 * try {
 *   await storage.increment('visits');
 * } catch (error) {
 *   if (error instanceof ConnectionError) return job.retry({ after: 60 });
 *   throw error;
 * }
 */
export class ConnectionError extends PlugboardError {
  override readonly name = 'ConnectionError';
}

/**
 * A call, or a handler, took longer than it may. `code` is `deadline`.
 *
 * @example
 * try {
 *   return await install.asInstaller().locations();
 * } catch (error) {
 *   if (error instanceof DeadlineError) return [];
 *   throw error;
 * }
 */
export class DeadlineError extends PlugboardError {
  override readonly name = 'DeadlineError';

  constructor(what: string, ms: number) {
    super('deadline', `${what} took longer than ${ms / 1000} s`);
  }
}

/** One of the errors of an answer, as the Plugin API gives them (a JSON:API error object). */
export interface ApiProblem {
  /** A word, such as `job_not_found`. */
  code?: string;
  title?: string;
  /** What was wrong, and what would be right. */
  detail?: string;
  /** Where in what was sent: a JSON pointer, such as `/commands/3/key`. */
  source?: { pointer?: string };
}

/**
 * Plugboard refused a call.
 *
 * @example
 * try {
 *   await plugin.job(id).update({ status: 'done' });
 * } catch (error) {
 *   if (error instanceof ApiError && error.code === 'job_settled') return;
 *   throw error;
 * }
 */
export class ApiError extends PlugboardError {
  override readonly name: string = 'ApiError';
  /** Of the answer. */
  readonly status: number;
  /** JSON pointer (RFC 6901) to what was wrong in the request, where the answer says so. */
  readonly pointer: string | undefined;
  /** All that the answer says; the first of them gives `code`, message and `pointer`. */
  readonly problems: readonly ApiProblem[];
  /** Seconds after which to come back, where the answer says so. */
  readonly retryAfter: number | undefined;
  /** The answer's body, parsed where it is JSON: the host's own API may say more in it than {@link ApiError.problems} has. */
  readonly body: unknown;

  constructor(
    call: string,
    status: number,
    problems: ApiProblem[],
    more: { retryAfter?: number | undefined; body?: unknown } = {},
  ) {
    const { retryAfter, body } = more;
    const [first] = problems;
    const detail = first?.detail ?? first?.title ?? 'no reason was given';
    const where = first?.source?.pointer ? `${first.source.pointer} ` : '';
    super(
      first?.code ?? `http_${status}`,
      `${call} was answered with ${status}: ${where}${detail}`,
    );
    this.status = status;
    this.pointer = first?.source?.pointer;
    this.problems = problems;
    this.retryAfter = retryAfter;
    this.body = body;
  }
}

/**
 * A condition of a storage pipeline did not hold (`ifAbsent`, `ifVersion`), so that nothing of it was carried out.
 *
 * @example
 * try {
 *   await storage.set('lock', job.id, { ifAbsent: true, ttl: 60 });
 * } catch (error) {
 *   if (error instanceof ConditionFailedError) return job.retry({ after: 60 });
 *   throw error;
 * }
 */
export class ConditionFailedError extends ApiError {
  override readonly name = 'ConditionFailedError';

  /** The place of the command in its pipeline, from 0. */
  get commandIndex(): number {
    return Number(this.pointer?.split('/')[2] ?? 0);
  }
}

/**
 * Every string or number that `setUnique` or `setUniqueNum` could have given is taken. The other commands of the pipeline were carried
 * out: {@link NoneLeftError.results} has what came of each.
 *
 * @example
 * try {
 *   await storage.setUniqueNum('badge', { min: 1, max: 999 });
 * } catch (error) {
 *   if (error instanceof NoneLeftError) return job.failed('All badges are given out');
 *   throw error;
 * }
 */
export class NoneLeftError extends PlugboardError {
  override readonly name = 'NoneLeftError';
  /** One result a command, `null` for those that found nothing left. */
  readonly results: readonly unknown[];
  /** The place of the first such command in its pipeline, from 0. */
  readonly commandIndex: number;

  constructor(results: readonly unknown[], commandIndex: number, key: string) {
    super('none_left', `No value is left for ${JSON.stringify(key)}: all are taken`);
    this.results = results;
    this.commandIndex = commandIndex;
  }
}
