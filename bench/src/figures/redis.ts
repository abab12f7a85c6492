import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../harness/free-port.ts';
import { endProcess } from '../harness/program.ts';

/** A Redis on loopback that writes its log to disk once a second. */
export interface Redis {
  port: number;
  stop(): Promise<void>;
}

/** A Redis of its own for BullMQ; undefined where `redis-server` is not installed. */
export async function startRedis(dataDir: string): Promise<Redis | undefined> {
  const directories = (process.env.PATH ?? '').split(':');
  const binary = directories
    .map((path) => join(path, 'redis-server'))
    .find((file) => existsSync(file));
  if (binary === undefined) return undefined;
  const port = await freePort();
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: dataDir,
    save: '""',
    appendonly: 'yes',
    appendfsync: 'everysec',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(binary, args, { stdio: 'ignore' });
  await accepts(port);
  return { port, stop: () => endProcess(child, 'SIGTERM') };
}

async function accepts(port: number): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    const connected = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host: '127.0.0.1', port }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (connected) return;
    await delay(10);
  }
  throw new Error('Redis did not start');
}
