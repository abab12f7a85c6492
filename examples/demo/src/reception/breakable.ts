import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** A plugin that can be broken, and mended. */
export interface Breakable {
  works(): boolean;
  /** Stops it. From then on its address answers 502, as the proxy before a process that is away. */
  break(): Promise<void>;
  /** Starts it again. */
  mend(): Promise<void>;
  /** Ends what answers in its place. */
  stop(): Promise<void>;
}

/** Something that was started. */
interface Running {
  stop(): Promise<void>;
}

/**
 * A plugin that works now, and can be broken.
 *
 * @param plugin as it runs
 * @param start starts it at the same port
 */
export function breakable(
  plugin: Running,
  { port, start }: { port: number; start: () => Promise<Running> },
): Breakable {
  let running: Running | undefined = plugin;
  let standIn: Server | undefined;
  let last: Promise<void> = Promise.resolve();
  // One after the other, however often somebody clicks.
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    last = last.catch(() => undefined).then(step);
    return last;
  };
  const endStandIn = async (): Promise<void> => {
    if (standIn !== undefined) await closeStandIn(standIn);
    standIn = undefined;
  };
  return {
    works: () => running !== undefined,
    break: () =>
      inTurn(async () => {
        if (running === undefined) return;
        await running.stop();
        running = undefined;
        standIn = await startStandIn(port);
      }),
    mend: () =>
      inTurn(async () => {
        if (running !== undefined) return;
        await endStandIn();
        running = await start();
      }),
    stop: () => inTurn(endStandIn),
  };
}

async function startStandIn(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(502, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: 'Bad gateway: the greeter is not running' }));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function closeStandIn(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
