/**
 * A refusal of the Platform API, with what was wrong and where.
 *
 * @example
 * await expect(space.emit('unknown', {})).rejects.toMatchObject({ name: 'HostApiError', status: 422 });
 */
export class HostApiError extends Error {
  override name = 'HostApiError';
  readonly status: number;
  /** Such as `validation_failed`; empty where the answer has none. */
  readonly code: string;
  /** The answer, parsed where it is JSON. */
  readonly body: unknown;

  constructor(what: string, status: number, body: unknown) {
    super(`${what}: ${status} ${explain(body)}`);
    this.status = status;
    this.body = body;
    const { code } = (body ?? {}) as { code?: unknown };
    this.code = typeof code === 'string' ? code : '';
  }
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: { pointer?: string; detail?: string }[];
}

function explain(body: unknown): string {
  if (typeof body !== 'object' || body === null) return String(body ?? '');
  const { title = '', detail = '', errors = [] } = body as Problem;
  const each = errors.map(({ pointer = '', detail: said = '' }) => `${pointer} ${said}`.trim());
  return [detail || title, ...each].filter((text) => text !== '').join('; ');
}

/** Calls the Platform API as the backend of a host does. */
export interface Host {
  /**
   * Calls a path such as `/platform/v1/spaces`, and answers what comes, parsed; undefined where nothing does. Whoever calls says its type.
   *
   * @throws HostApiError when it is refused.
   */
  call<Answer = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

/** @param url of the server, without a slash at the end. */
export function hostAt(url: string, hostKey: string): Host {
  return {
    async call<Answer>(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ) {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...headers,
          authorization: `Bearer ${hostKey}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch((error: Error) => {
        const reason = error.cause instanceof Error ? error.cause.message : error.message;
        throw new Error(`${method} ${path} got no answer: ${reason}. Was this Plugboard stopped?`, {
          cause: error,
        });
      });
      const answer = parse(await response.text());
      if (response.ok) return answer as Answer;
      throw new HostApiError(`${method} ${path} was refused`, response.status, answer);
    },
  };
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether there is what a path names. @throws HostApiError for another refusal. */
export async function exists(host: Host, path: string): Promise<boolean> {
  try {
    await host.call('GET', path);
    return true;
  } catch (error) {
    if (error instanceof HostApiError && error.status === 404) return false;
    throw error;
  }
}
