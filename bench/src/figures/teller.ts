import type { Bench } from '../harness/bench.ts';
import { many } from '../harness/platform.ts';
import type { Measured } from '../harness/processor-time.ts';
import type { RequestParts } from '../load/http-request.ts';
import { queueEmpty } from './backlog.ts';

/** Somewhere that events are told to, which delivers them to the receiver: Plugboard, or who does the same. */
export interface Teller {
  url: string;
  measured: Measured;
  /** The request that tells the event of that number, in one audience after the other. */
  request(n: number, payload: object): RequestParts;
  /** Resolves when what was told is done, as far as it can be seen. */
  settled(): Promise<void>;
}

/** Who hears: so many spaces, or whatever a peer has in their place, and in each of them so many who hear every event. */
export interface Audience {
  name: string;
  spaces: number;
  listeners: number;
}

/** The path at the receiver of one listener. */
export const hookPath = ({ name }: Audience, space: number, listener: number): string =>
  `/hook/${name}-${space}-${listener}`;

/** The shared server, with a plugin of its own for each listener. */
export async function tellPlugboard(bench: Bench, audience: Audience): Promise<Teller> {
  const server = await bench.server();
  const platform = await bench.platform();
  const receiver = await bench.receiver();
  const eventName = `bench.${audience.name}`;
  await platform.defineEvent(eventName);
  const spaces = await many(audience.spaces, (n) => platform.createSpace(`${audience.name} ${n}`));
  await many(audience.spaces * audience.listeners, async (n) => {
    const space = n % audience.spaces;
    const path = hookPath(audience, space, Math.floor(n / audience.spaces));
    const plugin = await platform.register(`${audience.name}-${n}`, [
      { name: eventName, url: `${receiver.url}${path}` },
    ]);
    await receiver.expect({ [path]: plugin.secret });
    await platform.install(spaces[space] as number, plugin.id);
  });
  return {
    url: server.url,
    measured: bench.measured(server),
    request: (n, payload) => ({
      path: '/platform/v1/events',
      headers: { authorization: `Bearer ${server.hostKey}` },
      body: JSON.stringify({
        space_id: spaces[n % spaces.length],
        name: eventName,
        identifier: `record:${n}`,
        payload,
      }),
    }),
    settled: () => queueEmpty(bench.db),
  };
}
