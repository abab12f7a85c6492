import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import * as storyblok from '@storyblok/app-extension-auth';

/** What a plugin tells Storyblok's official client. */
export interface AuthHandlerParams {
  clientId: string;
  clientSecret: string;
  baseUrl: string;
  successCallback: string;
  errorCallback: string;
  endpointPrefix: string;
  storyblokApiBaseUrl: string;
}

interface SessionKeys {
  spaceId: string | number;
  userId: string | number;
}

/** Storyblok's official client. Its own declarations leave out file extensions, which module resolution by Node's rules does not find. */
export const { authHandler, getSessionStore, inferSessionQuery } = storyblok as unknown as {
  authHandler(params: AuthHandlerParams): RequestListener;
  getSessionStore(params: AuthHandlerParams): (http: {
    req: IncomingMessage;
    res: ServerResponse;
  }) => {
    get(keys: SessionKeys): Promise<object | undefined>;
  };
  inferSessionQuery(req: IncomingMessage): SessionKeys | undefined;
};

/** Where a plugin built on it begins to sign people in. */
export const SIGN_IN = '/api/connect/storyblok';

/** The settings of such a plugin at `baseUrl`. */
export const authParams = (
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  urls: { baseUrl: string; storyblokApiBaseUrl: string },
): AuthHandlerParams => ({
  clientId,
  clientSecret,
  ...urls,
  successCallback: '/',
  errorCallback: '/401',
  endpointPrefix: '/api/connect',
});
