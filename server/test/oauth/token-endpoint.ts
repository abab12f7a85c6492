import { expect } from 'vitest';
import type { TestPlugin } from '../support/plugins.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';

export const FORM = 'application/x-www-form-urlencoded';

/** A token request, written out; strings go as they are, objects in the content type that is given (JSON by default). */
export interface TokenRequest {
  method?: string;
  query?: string;
  contentType?: string;
  authorization?: string;
  body?: string | object;
}

export function postToken(server: TestServer, request: TokenRequest): Promise<Answer> {
  const { method = 'POST', query = '', authorization, body } = request;
  const contentType = request.contentType ?? 'application/json';
  return send(`${server.url}/a/auth/v0/token${query}`, method, written(body, contentType), {
    'content-type': body === undefined ? request.contentType : contentType,
    authorization,
  });
}

function written(body: string | object | undefined, contentType: string): string | undefined {
  if (body === undefined || typeof body === 'string') return body;
  if (contentType.startsWith(FORM)) return String(new URLSearchParams({ ...body }));
  return JSON.stringify(body);
}

/** HTTP Basic of a pair as it is, without the form-encoding that RFC 6749 §2.3.1 asks for. */
export const basicOf = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

/** HTTP Basic as RFC 6749 §2.3.1 has it: both halves form-encoded. */
export function basic(clientId: string, clientSecret: string): string {
  const encode = (text: string) => String(new URLSearchParams({ '': text })).slice(1);
  return basicOf(`${encode(clientId)}:${encode(clientSecret)}`);
}

/** The credentials of a plugin as parameters. */
export const inBody = ({ clientId, clientSecret }: TestPlugin) => ({
  client_id: clientId,
  client_secret: clientSecret,
});

/** Expects an answer of RFC 6749 §5.2 and of nothing else. */
export function expectOAuthError(answer: Answer, status: number, error: string): void {
  expect([answer.status, answer.body?.error], answer.text).toEqual([status, error]);
  expectUncached(answer);
  expect(Object.keys(answer.body)).toEqual(['error', 'error_description']);
  expect(answer.body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  const challenge = answer.headers.get('www-authenticate');
  if (status === 401) expect(challenge).toMatch(/^Basic realm="[^"]+"$/);
  else expect(challenge).toBeNull();
}

/** Expects a token response of RFC 6749 §5.1 with these scopes. */
export function expectToken(answer: Answer, ...scopes: string[]): void {
  expect(answer.status, answer.text).toBe(200);
  expectUncached(answer);
  expect(answer.body).toMatchObject({
    token_type: 'Bearer',
    access_token: expect.stringMatching(/^pba_[A-Za-z0-9_-]{43}$/),
    expires_in: expect.any(Number),
    scope: scopes.join(' '),
  });
}

function expectUncached({ headers }: Answer): void {
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect(headers.get('cache-control')).toBe('no-store');
}
