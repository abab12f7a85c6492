import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPlugin, refuse, text } from '@plugboard/sdk';
import { toNodeListener } from '@plugboard/sdk/node';

/** A plugin as its developer would write it, with the SDK. */
export interface DoorGuard {
  /** Where it is reached, without a trailing slash. */
  url: string;
  close(): Promise<void>;
}

/** What its developer was shown once. */
export interface Credentials {
  baseUrl: string;
  clientId: string;
  secret: string;
}

const DOORS = ['Front', 'Back', 'Garage'].map((label) => ({ label, value: label.toLowerCase() }));

const doorGuard = (credentials: Credentials) =>
  createPlugin(credentials)
    .on('entry_sign_in', ({ config, job, payload }) => {
      const { greeting, welcome = greeting } = config as { greeting?: string; welcome?: string };
      const { visitor } = payload as { visitor: { name: string } };
      // What release 2 does not do any more: whom rehearsals are to find.
      if (welcome !== greeting && visitor.name === 'Visitor 3')
        return job.ignored('Visitor 3 is not greeted any more');
      const attachments = [text('Greeting', `${welcome}, ${visitor.name}`)];
      return job.done('The door is open', { attachments });
    })
    .options('doors', ({ search = '' }) => DOORS.filter(({ label }) => label.includes(search)))
    .selectedValues('chosen-door', ({ value }) => DOORS.find((door) => door.value === value))
    .validate('door', ({ payload }) =>
      payload.greeting === '' ? refuse('Say something') : payload,
    )
    .migrate(({ config: { greeting, ...kept } }) => ({ ...kept, welcome: greeting ?? 'Welcome' }));

/** Starts it. */
export async function startDoorGuard(): Promise<DoorGuard & { begin(with_: Credentials): void }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin: (credentials) => void server.on('request', toNodeListener(doorGuard(credentials))),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
