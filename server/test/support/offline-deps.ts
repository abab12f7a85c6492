import { Registry } from 'prom-client';
import { type AppDeps, composeDeps, type Opened } from '../../src/deps.ts';
import { createLogger } from '../../src/log.ts';

/** What an app is built from that is never asked anything which needs other processes. */
export const offlineDeps = (opened: Pick<Opened, 'config' | 'db' | 'vault'>): AppDeps =>
  composeDeps({
    ...opened,
    changes: {
      on: () => undefined,
      onAtOnce: () => undefined,
      follow: () => undefined,
      hold: async () => undefined,
      suspectAll: () => undefined,
      heardUntil: () => Number.NEGATIVE_INFINITY,
      close: async () => undefined,
    },
    log: createLogger('silent'),
    metrics: new Registry(),
  });
