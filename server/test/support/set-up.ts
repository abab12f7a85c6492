import { beforeAll } from 'vitest';
import {
  createSpace,
  defineEventType,
  installPlugin,
  login,
  registerPlugin,
  type TestInstall,
  type TestPlugin,
} from './plugins.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './server.ts';

/** What a test of the Plugin API needs before it begins. */
export interface SetUp {
  server: TestServer;
  plugin: TestPlugin;
  /** Of the plugin, in a space of its own. */
  install: TestInstall;
  /** The plugin's, as {@link login} gives it. */
  token: string;
}

export interface SetUpOptions extends TestServerOptions {
  /** An event type, which is defined, and which the plugin hears at an address that nobody calls. */
  event?: string;
}

/**
 * Before the tests of a file: a server with a plugin that is installed and logged in. It closes after them.
 *
 * @param begin takes what it needs, and does what else is to be done before the tests.
 * @example
 * let server: TestServer;
 * let token: string;
 * setUp((given) => ({ server, token } = given));
 */
export function setUp(begin: (given: SetUp) => unknown, options: SetUpOptions = {}): void {
  beforeAll(async () => {
    const { event, ...serverOptions } = options;
    const server = await startTestServer(serverOptions);
    if (event !== undefined) await defineEventType(server, event);
    const events = event === undefined ? [] : [{ name: event, url: 'http://127.0.0.1:8090/hook' }];
    const plugin = await registerPlugin(server, { events });
    const install = await installPlugin(server, plugin, await createSpace(server));
    await begin({ server, plugin, install, token: await login(server, plugin) });
    return () => server.close();
  });
}
