import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials, Plugin } from '@plugboard/sdk';
import { toNodeListener } from '@plugboard/sdk/node';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
  type TestInstall,
  type TestPlugin,
} from '../../../server/test/support/plugins.ts';
import { startTestServer, type TestServer } from '../../../server/test/support/server.ts';
import { waitFor } from '../../../server/test/support/wait-for.ts';

/** A job as the Platform API shows it. */
export interface JobView {
  id: string;
  status: string;
  status_message: string | null;
  attachments: unknown[];
}

/** A Plugboard that delivers, and a plugin of the SDK that is installed there and listens. */
export interface World {
  server: TestServer;
  registered: TestPlugin;
  install: TestInstall;
  credentials: Required<Pick<Credentials, 'baseUrl' | 'clientId' | 'secret'>>;
  /** Where the plugin listens. */
  url: string;
  /** What answers there from now on. */
  serve(listener: Pick<Plugin, 'handle' | 'onError'> | RequestListener): void;
  /** Tells of an event and answers its job's id. */
  tell(name: string, payload?: unknown, identifier?: string): Promise<string>;
  /** The job, once it is settled. */
  settled(jobId: string): Promise<JobView>;
  job(jobId: string): Promise<JobView>;
  close(): Promise<void>;
}

export interface WorldOptions {
  events?: string[];
  manifest?: (url: string) => Record<string, unknown>;
  install?: object;
  env?: Record<string, string>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { events = ['entry_sign_in'], manifest, install: fields, env = {} } = options;
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const listening = await listen((request, response) => listener(request, response));
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const server = await startTestServer({ delivery: true, env });
  for (const event of events) await defineEventType(server, event);
  const heard = events.map((name) => ({ name, url: `${url}/events/${name}` }));
  const registered = await registerPlugin(server, { events: heard, ...manifest?.(url) });
  const install = await installPlugin(server, registered, await createSpace(server), fields);
  const job = async (id: string): Promise<JobView> =>
    (await server.api('GET', `/platform/v1/jobs/${id}`)).body;
  return {
    server,
    registered,
    install,
    credentials: {
      baseUrl: server.url,
      clientId: registered.clientId,
      secret: registered.clientSecret,
    },
    url,
    serve(next) {
      listener = typeof next === 'function' ? next : toNodeListener(next);
    },
    async tell(name, payload = {}, identifier) {
      const { jobs } = await emit(server, install.spaceId, name, {
        payload,
        ...(identifier !== undefined && { identifier }),
      });
      return jobs[0]?.id as string;
    },
    job,
    settled: (id) =>
      waitFor(
        async () => {
          const found = await job(id);
          return ['done', 'ignored', 'failed'].includes(found.status) ? found : undefined;
        },
        { describe: `job ${id} to be settled` },
      ),
    async close() {
      await server.close();
      listening.closeAllConnections();
      await new Promise((resolve) => listening.close(resolve));
    },
  };
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
