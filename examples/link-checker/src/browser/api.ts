import { type Connection, TOKEN_HEADER } from '@plugboard/bridge/plugin';
import type { Check, CheckRequest, Me, Settings } from '../shapes.ts';

/** The link checker's own backend. All calls throw an Error with words for people. */
export interface Api {
  me(): Promise<Me>;
  checks(): Promise<Check[]>;
  check(request: CheckRequest): Promise<Check>;
  saveSettings(settings: Settings): Promise<Settings>;
  /** Where a consent is given. */
  connect(): Promise<{ url: string }>;
}

/** Calls the backend; each request proves who looks, so no cookie is needed, which browsers would not keep in a frame anyway. */
export function createApi(bridge: Connection): Api {
  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { [TOKEN_HEADER]: await bridge.freshToken() };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(`/api/${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch(() => {
      throw new Error('The link checker cannot be reached. Try again in a moment.');
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    return answer;
  }
  return {
    me: () => call('GET', 'me'),
    checks: () => call('GET', 'checks'),
    check: (request) => call('POST', 'checks', request),
    saveSettings: (settings) => call('PUT', 'settings', settings),
    connect: () => call('POST', 'connect'),
  };
}
