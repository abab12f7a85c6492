import { fileURLToPath } from 'node:url';
import { manifest as greeterManifest } from '@plugboard/example-greeter/manifest';
import { manifest as linkCheckerManifest } from '@plugboard/example-link-checker/manifest';
import { type Child, firstIn, startChild } from './children.ts';
import type { Credentials, Manifest } from './plugin.ts';

/** An example plugin, which runs in a process of its own. */
export interface Example {
  /** For people. */
  name: string;
  main: string;
  manifest(baseUrl: string): Manifest;
  /** What it is installed with. */
  config: object;
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

/** Has pages. */
export const linkChecker: Example = {
  name: 'link checker',
  main: find('@plugboard/example-link-checker/main'),
  manifest: linkCheckerManifest,
  config: {},
  // The pages of the demo are on this machine.
  env: { LINK_CHECKER_ALLOW_PRIVATE: 'on' },
};

/** What a plugin's process is told besides: only what is its own. */
export interface ExampleOptions {
  /** Plugboard's public address. */
  plugboardUrl: string;
  credentials: Credentials;
  port: number;
}

/** Starts an example and waits until it listens. */
export async function startExample(
  { name, main, env: own }: Example,
  { plugboardUrl, credentials, port }: ExampleOptions,
  signal: AbortSignal,
  onExit: (error: Error) => void,
  onStart: (child: Child) => void,
): Promise<void> {
  const env = {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    PLUGBOARD_URL: plugboardUrl,
    CLIENT_ID: credentials.client_id,
    CLIENT_SECRET: credentials.client_secret,
    PORT: String(port),
    ...own,
  };
  const child = startChild(name, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] }, onExit);
  onStart(child);
  await firstIn(child, signal, (line) => /listening on (\S+)/.exec(line)?.[1]);
}

/** Where Plugboard and browsers reach an example on this port. */
export const exampleUrl = (port: number): string => `http://localhost:${port}`;
