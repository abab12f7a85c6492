/** One request, as it is sent. */
export interface ApiRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** The Platform API's answer was an error. */
class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Calls the Platform API as a host's backend does; paths begin behind `/platform/v1`. */
export interface Api {
  request(method: string, path: string, body?: unknown): ApiRequest;
  /** @throws ApiError when the answer is an error. */
  send<Answer>(request: ApiRequest): Promise<Answer>;
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  put<Answer>(path: string, body: unknown): Promise<Answer>;
  patch<Answer>(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<void>;
}

interface Problem {
  code?: string;
  detail?: string;
}

const TIMEOUT_MS = 30_000;

/** @param signal ends every call under way. */
export function createApi(serverUrl: string, hostKey: string, signal: AbortSignal): Api {
  function request(method: string, path: string, body?: unknown): ApiRequest {
    const url = `${serverUrl}/platform/v1${path}`;
    const authorization = { Authorization: `Bearer ${hostKey}` };
    if (body === undefined) return { method, url, headers: authorization };
    const headers = { ...authorization, 'Content-Type': 'application/json' };
    return { method, url, headers, body: JSON.stringify(body) };
  }

  async function send<Answer>({ url, ...init }: ApiRequest): Promise<Answer> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { ...init, signal: AbortSignal.any([signal, timeout]) });
    const text = await response.text();
    if (!response.ok) {
      const { code = '', detail = text }: Problem = parse(text);
      const what = `${init.method} ${new URL(url).pathname}`;
      throw new ApiError(response.status, `${what} answered ${response.status} ${code}: ${detail}`);
    }
    return parse(text) as Answer;
  }

  return {
    request,
    send,
    get: (path) => send(request('GET', path)),
    post: (path, body) => send(request('POST', path, body)),
    put: (path, body) => send(request('PUT', path, body)),
    patch: (path, body) => send(request('PATCH', path, body)),
    delete: (path) => send(request('DELETE', path)),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** The answer, or undefined where there is nothing (404). */
export async function ifFound<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** The first item of a list, page by page, that the condition holds for. */
export async function findInList<Item>(
  api: Api,
  path: string,
  holds: (item: Item) => boolean,
): Promise<Item | undefined> {
  let cursor: string | null = '';
  do {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { data: Item[]; next_cursor: string | null } = await api.get(
      `${path}?limit=200${query}`,
    );
    const found = page.data.find(holds);
    if (found !== undefined) return found;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return undefined;
}
