import { fileURLToPath } from 'node:url';
import { manifest as greeterManifest } from '@plugboard/example-greeter/manifest';
import { manifest as headCountManifest } from '@plugboard/example-head-count/manifest';
import {
  manifest as linkCheckerManifest,
  type SitesClient,
} from '@plugboard/example-link-checker/manifest';
import {
  firstManifest as firstParcelGuardManifest,
  manifest as parcelGuardManifest,
} from '@plugboard/example-parcel-guard/manifest';
import { type Child, firstIn, startChild } from './children.ts';
import type { Credentials, Manifest } from './plugin.ts';

/** An example plugin, which runs in a process of its own. */
export interface Example {
  /** For people. */
  name: string;
  main: string;
  manifest(baseUrl: string): Manifest;
  /** What its first release declared, where that asked for less. */
  firstManifest?(baseUrl: string): Manifest;
  /** What it is installed with; undefined leaves its set-up to whoever looks at the demo. */
  config: object | undefined;
  /** Settings of its own. */
  env: Record<string, string>;
}

const find = (module: string): string => fileURLToPath(import.meta.resolve(module));

/** Hears events. */
export const greeter: Example = {
  name: 'greeter',
  main: find('@plugboard/example-greeter/main'),
  manifest: greeterManifest,
  config: { greeting: 'Hello' },
  env: {},
};

/** Has pages, and is set up in windows. */
export const linkChecker = (sites: SitesClient): Example => ({
  name: 'link checker',
  main: find('@plugboard/example-link-checker/main'),
  manifest: (baseUrl) => linkCheckerManifest(baseUrl, sites),
  config: {},
  // The pages of the demo are on this machine.
  env: { LINK_CHECKER_ALLOW_PRIVATE: 'on', SITES_URL: sites.url },
});

/** Is installed and not set up: what an admin has to do. */
export const headCount: Example = {
  name: 'head count',
  main: find('@plugboard/example-head-count/main'),
  manifest: headCountManifest,
  config: undefined,
  env: {},
};

/** Works, and has a second release that asks for one more permission. Its shelf is a small one, which is soon full. */
export const parcelGuard: Example = {
  name: 'parcel guard',
  main: find('@plugboard/example-parcel-guard/main'),
  manifest: parcelGuardManifest,
  firstManifest: firstParcelGuardManifest,
  config: { shelf: 'small', name_carrier: true },
  env: {},
};

/** What a plugin's process is told besides: only what is its own. */
export interface ExampleOptions {
  /** Plugboard's public address. */
  plugboardUrl: string;
  credentials: Credentials;
  port: number;
}

/** Starts an example and waits until it listens. @returns its process */
export function startExample(
  { name, main, env: own }: Example,
  { plugboardUrl, credentials, port }: ExampleOptions,
  whileItRuns: WhileItRuns,
): Promise<Child> {
  const env = {
    PLUGBOARD_URL: plugboardUrl,
    CLIENT_ID: credentials.client_id,
    CLIENT_SECRET: credentials.client_secret,
    PORT: String(port),
    ...own,
  };
  return startListener(name, main, env, whileItRuns);
}

/** The program of Sites. */
export const SITES_MAIN = find('@plugboard/example-link-checker/sites');

/** Starts Sites, the service with which the link checker is set up, and waits until it listens. */
export function startSites(
  { url, clientId, clientSecret }: SitesClient,
  redirectUri: string,
  whileItRuns: WhileItRuns,
): Promise<Child> {
  const env = {
    PORT: new URL(url).port,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    REDIRECT_URI: redirectUri,
  };
  return startListener('sites', SITES_MAIN, env, whileItRuns);
}

/** What becomes of a process after its start. */
export interface WhileItRuns {
  /** Ends the waiting for it. */
  signal: AbortSignal;
  onStart(child: Child): void;
  /** It ended without having been asked to. */
  onExit(error: Error): void;
}

async function startListener(
  name: string,
  main: string,
  own: Record<string, string>,
  { signal, onStart, onExit }: WhileItRuns,
): Promise<Child> {
  const { PATH, SystemRoot } = process.env;
  const env = { PATH, SystemRoot, ...own };
  const child = startChild(name, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] }, onExit);
  onStart(child);
  await firstIn(child, signal, (line) => /listening on (\S+)/.exec(line)?.[1]);
  return child;
}

/** Where Plugboard and browsers reach an example on this port. */
export const exampleUrl = (port: number): string => `http://localhost:${port}`;
