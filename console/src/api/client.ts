import createClient from 'openapi-fetch';
import { paths as pagePaths } from '../paths.ts';
import { ApiError, NO_ANSWER, readApiError } from './errors.ts';
import type { components, paths } from './schema.d.ts';

/** What the Platform API answers, by its name in the OpenAPI document. */
export type Schemas = components['schemas'];

/** How the pages' requests are signed: by the session's cookie in the console, by a token in views of other products. */
export interface Credential {
  /** A value of `Authorization`, or undefined where the cookie is enough. */
  authorization(): Promise<string | undefined>;
  /** What becomes of a request that was not known (401); answers whether it is worth asking again. */
  onUnknown(): Promise<boolean>;
}

const session: Credential = {
  authorization: async () => undefined,
  onUnknown: async () => {
    location.assign(pagePaths.signIn(location.pathname + location.search));
    // The page is being left.
    return new Promise<never>(() => {});
  },
};
let credential = session;

/** Has all requests signed otherwise than by the session's cookie. */
export function signRequestsWith(other: Credential): void {
  credential = other;
}

/** Fetches from the server, signed; asks again once with a new token where the first was not known. */
export async function fetchSigned(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await send(request);
  if (response.status !== 401 || !(await credential.onUnknown())) return response;
  return send(again);
}

async function send(request: Request): Promise<Response> {
  const authorization = await credential.authorization();
  if (authorization !== undefined) request.headers.set('authorization', authorization);
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new ApiError({ status: 0, code: NO_ANSWER, detail: '' });
  }
}

/**
 * The Platform API. Whatever is not a success is thrown as an {@link ApiError}.
 *
 * @example
 * const { data } = await api.GET('/platform/v1/installs/{id}', { params: { path: { id: 19 } } });
 */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: fetchSigned });
api.use({
  async onResponse({ response }) {
    if (!response.ok) throw await readApiError(response);
  },
});
