// What the examples in the SDK's comments and pages take for granted, beside what its main entry point exports.
import type { Install, Job, Plugin, Storage } from '@plugboard/sdk';
import type { CookieSession, OAuth } from '@plugboard/sdk/oauth';

declare global {
  const plugin: Plugin;
  const install: Install;
  const job: Job;
  const storage: Storage;
  const oauth: OAuth;
  const session: CookieSession;
  const baseUrl: string;
  const redirectUri: string;
  const clientId: string;
  const secret: string;
  const id: string;
  const request: Request;
}
