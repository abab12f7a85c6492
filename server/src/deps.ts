import type { Registry } from 'prom-client';
import type { PortalSessions } from './auth/portal-sessions.ts';
import type { Sessions } from './auth/sessions.ts';
import { createTokens, type Tokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import { createWorkerPlace, type WorkerPlace } from './jobs/local-worker.ts';
import { createReadyNotice, type ReadyNotice } from './jobs/ready.ts';
import type { Changes } from './lib/changes.ts';
import type { Vault } from './lib/crypto.ts';
import type { Database } from './lib/db.ts';
import type { Logger } from './log.ts';
import { createPluginRequests, type PluginRequests } from './plugin-requests/requests.ts';
import { createStorage, type Storage } from './storage/storage.ts';
import { createAudience } from './stream/audience.ts';

/** What a process opens. */
export interface Opened {
  config: Config;
  db: Database;
  vault: Vault;
  changes: Changes;
  log: Logger;
  /** What the process measures: whoever counts something makes its counters here. */
  metrics: Registry;
}

/** What the modules of a server process are built from: what it opened, and the parts that several of them share. */
export interface AppDeps extends Opened {
  tokens: Tokens;
  storage: Storage;
  pluginRequests: PluginRequests;
  /** That of this process, once it delivers. */
  worker: WorkerPlace;
  /** To be called when jobs may have become ready, and others were told within the transaction: a worker in this process need not wait to hear it. */
  wake(): void;
  /** To be called when jobs became ready and nobody was told. */
  jobsReady: ReadyNotice;
}

/** The same for what browsers call. */
export interface WebDeps extends AppDeps {
  sessions: Sessions;
  portalSessions: PortalSessions;
}

/** Makes the shared parts: once a process, since each has caches and batches of its own. */
export function composeDeps(opened: Opened): AppDeps {
  const { config, db, changes } = opened;
  changes.follow(db);
  db.audience = createAudience(opened);
  const worker = createWorkerPlace();
  const tokens = createTokens(db, changes);
  return {
    ...opened,
    tokens,
    pluginRequests: createPluginRequests({ ...opened, tokens }),
    storage: createStorage({ db, limits: config }),
    worker,
    wake: worker.wake,
    jobsReady: createReadyNotice(db, worker),
  };
}
