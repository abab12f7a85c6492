import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

// Systems hand out ports from 32,768 on to whoever asks for any, and so do other tests, by the hundred.
const LOWEST = 20_000;
const BELOW = 32_768;

/**
 * A port of 127.0.0.1 for a process that starts later, and whose address must be known before: nobody who asks for any free port gets
 * it meanwhile.
 *
 * @example
 * const port = await portForLater();
 */
export async function portForLater(): Promise<number> {
  const port = randomInt(LOWEST, BELOW);
  return (await isFree(port)) ? port : portForLater();
}

async function isFree(port: number): Promise<boolean> {
  const listener = createServer();
  try {
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
  } catch {
    return false;
  }
  listener.close();
  await once(listener, 'close');
  return true;
}
