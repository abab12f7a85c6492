// What is public, and nothing else.
export type { HostCall } from '../calls/installer.ts';
export { OAuthError } from '../errors.ts';
export { type Consents, createConsents, type Person } from './consents.ts';
export type { BeginOptions } from './flow.ts';
export {
  type CookieOAuthOptions,
  type CookieSession,
  createOAuth,
  type OAuth,
  type SignOutOptions,
} from './oauth.ts';
export type { FailureContext, OAuthOptions } from './options.ts';
export type { OAuthPerson, OAuthRole } from './server.ts';
export type { OAuthSession, SessionOwner } from './session.ts';
export { memoryStore, type OAuthStore, storageStore } from './store.ts';
