import { createGate } from '../support/gate.ts';
import { emit, installListener, type TestInstall } from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import type { TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

/** A receiver with one install that sends it an event type of its own. */
export interface Scene {
  receiver: Receiver;
  install: TestInstall;
  event: string;
  /** Emits the event and answers the id of its job. */
  emit(fields?: { identifier?: string; payload?: unknown }): Promise<string>;
}

let scenes = 0;

export async function openScene(server: TestServer, manifest: object = {}): Promise<Scene> {
  const receiver = await startReceiver();
  const event = `scene_happened_${++scenes}`;
  const install = await installListener(server, event, `${receiver.url}/hook`, manifest);
  return {
    receiver,
    install,
    event,
    async emit(fields) {
      const { jobs } = await emit(server, install.spaceId, event, fields);
      return jobs[0]?.id as string;
    },
  };
}

/** Waits until a job has that status, and as many attempts recorded. */
export function jobIn(server: TestServer, id: string, status: string, attempts = 0) {
  return waitFor(
    async () => {
      const job = (await server.api('GET', `/platform/v1/jobs/${id}`)).body;
      return job.status === status && job.attempts.length >= attempts ? job : undefined;
    },
    { describe: `job ${id} to be ${status} with ${attempts} attempts` },
  );
}

/** Waits until a job waits in that place of the queue. */
export function jobWaits(server: TestServer, id: string, state: string) {
  return waitFor(
    async () => {
      const job = (await server.api('GET', `/platform/v1/jobs/${id}`)).body;
      return job.delivery?.state === state ? job : undefined;
    },
    { describe: `job ${id} to be ${state}` },
  );
}

/** Has a receiver answer, with 200 and nothing else, only once the gate is opened. */
export function holdReplies(receiver: Receiver): ReturnType<typeof createGate> {
  const gate = createGate();
  receiver.answer = () => async (_request, response) => {
    await gate.passed;
    response.end();
  };
  return gate;
}
