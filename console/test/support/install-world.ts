import {
  createSpace,
  defineEventType,
  installPlugin,
  registerPlugin,
  type TestInstall,
} from '../../../server/test/support/plugins.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { startForBrowsers } from './browsers.ts';

/** A space whose admins look after a greeter. */
export interface InstallWorld {
  server: TestServer;
  spaceId: number;
  close(): Promise<void>;
}

/** What greeters may be told of, and do. */
export const VISIT = 'entry_sign_in';
const READ = 'entries.read';
export const PRINT = 'badges.print';

/** Starts all of it, where its public address says. */
export async function startInstallWorld(): Promise<InstallWorld> {
  const server = await startForBrowsers();
  await defineEventType(server, VISIT, { description: 'A visitor signed in' });
  await server.api('PUT', `/platform/v1/scopes/${READ}`, { description: 'Read entries' });
  await server.api('PUT', `/platform/v1/scopes/${PRINT}`, { description: 'Print badges' });
  const spaceId = await createSpace(server, { name: 'Reception' });
  return { server, spaceId, close: () => server.close() };
}

/** What a greeter's manifest says, besides its name. */
export const GREETER = {
  scopes: [READ],
  events: [{ name: VISIT, url: 'https://greeter.example.com/visit' }],
  setup_steps: [
    {
      type: 'form',
      title: 'How to greet',
      fields: [
        { key: 'greeting', type: 'text', label: 'Greeting', required: true },
        { key: 'wifi', type: 'password', label: 'Wi-Fi password' },
      ],
    },
  ],
};

/** Installs a greeter of its own name. */
export async function installGreeter(
  { server, spaceId }: InstallWorld,
  name: string,
  config: object = { greeting: 'Hello' },
): Promise<TestInstall> {
  const slug = name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  const plugin = await registerPlugin(server, { ...GREETER, name, slug });
  return installPlugin(server, plugin, spaceId, { config });
}
