import createClient from 'openapi-fetch';
import { shownDocument } from '../parts/shown-document.ts';
import { isSomethingTyped } from '../parts/typed.ts';
import { paths as pagePaths } from '../paths.ts';
import { ApiError, NO_ANSWER, readApiError, SIGNED_OUT } from './errors.ts';
import type { components, paths } from './schema.d.ts';

/** What the Platform API answers, by its name in the OpenAPI document. */
export type Schemas = components['schemas'];

/** Sends a request with what says who asks. */
export type SignedFetch = (request: Request) => Promise<Response>;

let sendSigned: SignedFetch = byCookie;

/** Has every request be signed otherwise than by the session's cookie. To be called before the first. */
export function signBy(signed: SignedFetch): void {
  sendSigned = signed;
}

/** Fetches from the server as whoever looks. */
export const fetchSigned: SignedFetch = (request) => sendSigned(request);

/**
 * Signed by the session's cookie. Who is not known any more is led to sign in, or told so where something typed would be lost by that; who
 * came by a link of the host is told by the server how to come back.
 */
async function byCookie(request: Request): Promise<Response> {
  const response = await send(request);
  if (response.status !== 401) return response;
  const isOfLink = shownDocument().onlySpace !== undefined;
  if (!isOfLink && isSomethingTyped()) {
    throw new ApiError({ status: 401, code: SIGNED_OUT, detail: '' });
  }
  if (isOfLink) location.reload();
  else location.assign(pagePaths.signIn(location.pathname + location.search));
  // The page is being left.
  return new Promise<never>(() => {});
}

/** Sends a request as it is. @throws ApiError where nothing is answered */
export async function send(request: Request): Promise<Response> {
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
