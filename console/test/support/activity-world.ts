import {
  createSpace,
  defineEventType,
  installPlugin,
  registerPlugin,
  type TestInstall,
} from '../../../server/test/support/plugins.ts';
import { type Receiver, startReceiver } from '../../../server/test/support/receiver.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { startForBrowsers } from './browsers.ts';

// The second attempt at once, the third some minutes later, which no test waits for; ten in all, as by default.
const PLUGBOARD_RETRY_SCHEDULE = `0,0.02,420${',3600'.repeat(7)}`;

/** A reception: a space with plugins that greet, open doors and look at the weather, and their worker. */
export interface ActivityWorld {
  server: TestServer;
  /** What all the plugins are served by: `/greet` and `/door`. */
  worker: Receiver;
  spaceId: number;
  /** Hears of visitors at the main entrance only. */
  greeter: TestInstall;
  /** Hears of every visitor. */
  door: TestInstall;
  close(): Promise<void>;
}

/** Of visitors; what the second says of them is for admins. */
export const VISIT = 'entry_sign_in';
export const PRIVATE_VISIT = 'vip_sign_in';

/** Starts all of it, where its public address says. */
export async function startActivityWorld(): Promise<ActivityWorld> {
  const worker = await startReceiver();
  const server = await startForBrowsers({ delivery: true, env: { PLUGBOARD_RETRY_SCHEDULE } });
  await defineEventType(server, VISIT, { description: 'A visitor signed in' });
  await defineEventType(server, PRIVATE_VISIT, { description: 'A guest came', private: true });
  const spaceId = await createSpace(server, { name: 'Reception' });
  const install = async (name: string, events: object[]) => {
    const slug = name.toLowerCase().replaceAll(' ', '-');
    return installPlugin(server, await registerPlugin(server, { name, slug, events }), spaceId);
  };
  const atMainEntrance = { location: { name: ['Main entrance'] } };
  const greeter = await install('Greeter', [
    { name: VISIT, url: `${worker.url}/greet`, filter: atMainEntrance },
    { name: PRIVATE_VISIT, url: `${worker.url}/greet` },
  ]);
  const door = await install('Door opener', [{ name: VISIT, url: `${worker.url}/door` }]);
  await install('Weather', []);
  return {
    server,
    worker,
    spaceId,
    greeter,
    door,
    async close() {
      await server.close();
      await worker.close();
    },
  };
}
