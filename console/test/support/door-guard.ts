import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPlugin, refuse, text } from '@plugboard/sdk';
import { toNodeListener } from '@plugboard/sdk/node';

/** A plugin as its developer would write it, with the SDK. */
export interface DoorGuard {
  /** Where it is reached, without a trailing slash. */
  url: string;
  /** From now on it answers. */
  begin(credentials: Credentials): void;
  close(): Promise<void>;
}

/** What its developer was shown once. */
interface Credentials {
  baseUrl: string;
  clientId: string;
  secret: string;
}

const DOORS = ['Front', 'Back', 'Garage'].map((label) => ({ label, value: label.toLowerCase() }));

/** @param knows whom it lets in: what its second release does otherwise */
const doorGuard = (credentials: Credentials, knows: (name: string) => boolean) =>
  createPlugin(credentials)
    .on('entry_sign_in', ({ config, job, payload }) => {
      const { greeting, welcome = greeting } = config as { greeting?: string; welcome?: string };
      const { name } = (payload as { visitor: { name: string } }).visitor;
      if (!knows(name)) return job.ignored(`${name} is not let in any more`);
      return job.done('The door is open', { attachments: [text('Said', `${welcome}, ${name}`)] });
    })
    .options('doors', ({ search = '' }) => DOORS.filter(({ label }) => label.includes(search)))
    .selectedValues('chosen-door', ({ value }) => DOORS.find((door) => door.value === value))
    .validate<{ greeting?: string }>('door', ({ payload }) =>
      payload.greeting === 'Hey' ? refuse('Be polite') : payload,
    )
    .migrate(({ config: { greeting, ...kept } }) => ({ ...kept, welcome: greeting ?? 'Welcome' }));

/** Starts it; its second release is served below `/2`. */
export async function startDoorGuard(): Promise<DoorGuard> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin(credentials) {
      const first = toNodeListener(doorGuard(credentials, () => true));
      const second = toNodeListener(doorGuard(credentials, (name) => name !== 'Visitor 3'));
      server.on('request', (request, response) => {
        const answer = request.url?.startsWith('/2/') ? second : first;
        answer(request, response);
      });
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
