import type { ConnectedView } from '@plugboard/bridge/view';
import { type SignedFetch, send } from '../api/client.ts';
import { ApiError, SIGNED_OUT } from '../api/errors.ts';

/**
 * Signs requests by the token that the page around gives, and by nothing else: no cookie goes with them. One that is refused is sent again,
 * once, with another token; who has none that counts is told so.
 *
 * @throws ApiError `signed_out`, from what it answers.
 */
export function byTokenOf(view: Pick<ConnectedView, 'token' | 'requestToken'>): SignedFetch {
  return async (request) => {
    // A body can be sent once.
    const again = request.clone();
    const token = await view.token();
    const response = await send(withToken(request, token));
    if (response.status !== 401) return response;
    const other = await otherThan(token).catch(() => undefined);
    const answer = other === undefined ? response : await send(withToken(again, other));
    if (answer.status !== 401) return answer;
    const requestId = answer.headers.get('plugboard-request-id');
    throw new ApiError({ status: 401, code: SIGNED_OUT, detail: '', requestId });
  };

  /** It may have come while the request was under way. */
  async function otherThan(refused: string): Promise<string> {
    const held = await view.token();
    return held === refused ? view.requestToken() : held;
  }
}

function withToken(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${token}`);
  return new Request(request, { headers, credentials: 'omit' });
}
