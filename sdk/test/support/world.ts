import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials, Plugin } from '@plugboard/sdk';
import { toNodeListener } from '@plugboard/sdk/node';
import { addMember } from '../../../server/test/support/people.ts';
import {
  createSpace,
  createUser,
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
  attempts: AttemptView[];
  /** What the queue still has to do with it. */
  delivery: { state: string } | null;
}

/** An attempt at a job, as the Platform API shows it. */
export interface AttemptView {
  stage: string;
  status_code: number | null;
  reply_body: string | null;
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
  /** The job, once it has this status. */
  until(jobId: string, status: string): Promise<JobView>;
  /** The job, once it is settled and no attempt is under way. */
  settled(jobId: string): Promise<JobView>;
  job(jobId: string): Promise<JobView>;
  /** The attempts at a job, once there is one. */
  attempts(jobId: string): Promise<AttemptView[]>;
  close(): Promise<void>;
}

export interface WorldOptions {
  events?: string[];
  manifest?: (url: string) => Record<string, unknown>;
  install?: object;
  /** Scopes of the host that the plugin asks for: then somebody installs it, who is an admin of the space. */
  scopes?: string[];
  env?: Record<string, string>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { events = ['entry_sign_in'], manifest, install: fields, scopes = [], env = {} } = options;
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const listening = await listen((request, response) => listener(request, response));
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const server = await startTestServer({ delivery: true, env });
  for (const event of events) await defineEventType(server, event);
  const heard = events.map((name) => ({ name, url: `${url}/events/${name}` }));
  for (const scope of scopes)
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  const registered = await registerPlugin(server, { events: heard, scopes, ...manifest?.(url) });
  const spaceId = await createSpace(server);
  const user_id = scopes.length > 0 ? await createUser(server) : undefined;
  if (user_id !== undefined) await addMember(server, spaceId, user_id);
  const install = await installPlugin(server, registered, spaceId, { user_id, ...fields });
  const job = async (id: string): Promise<JobView> =>
    (await server.api('GET', `/platform/v1/jobs/${id}`)).body;
  const once = (id: string, statuses: string[]) =>
    waitFor(
      async () => {
        const found = await job(id);
        const isUnderWay = found.delivery?.state === 'leased';
        return statuses.includes(found.status) && !isUnderWay ? found : undefined;
      },
      { describe: `job ${id} to be ${statuses.join(' or ')}` },
    );
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
    until: (id, status) => once(id, [status]),
    settled: (id) => once(id, ['done', 'ignored', 'failed']),
    attempts: (id) =>
      waitFor(
        async () => {
          const { attempts } = await job(id);
          return attempts.length > 0 ? attempts : undefined;
        },
        { describe: `an attempt at job ${id}` },
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
