import type { Tokens } from '../auth/tokens.ts';
import type { Config } from '../config.ts';
import type { Changes } from '../lib/changes.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import { createOutbound, type Outbound } from '../lib/outbound/client.ts';
import { createInstallerTokens, type InstallerTokens } from './installer-tokens.ts';
import { createRouteCalls, type RouteCalls } from './route-calls.ts';
import { createSigner, type Signer } from './signer.ts';

/** What requests to plugins take, for whichever purpose they are: the way out, the keys that sign, the tokens that ride along. */
export interface PluginRequests {
  /** For deliveries. */
  outbound: Outbound;
  /** For what somebody waits for. */
  routeCalls: RouteCalls;
  signer: Signer;
  installerTokens: InstallerTokens;
  /** Whoever opened the process closes the ways out, when nobody sends any more. */
  close(): Promise<void>;
}

/** Once a process: each part has connections or a cache of its own. */
export function createPluginRequests(opened: {
  config: Config;
  db: Database;
  vault: Vault;
  changes: Changes;
  tokens: Tokens;
}): PluginRequests {
  const { config, db, vault, changes, tokens } = opened;
  const { allowPrivateNetwork, connectTimeoutMs } = config;
  const outbound = createOutbound({ allowPrivateNetwork, connectTimeoutMs });
  const routeCalls = createRouteCalls({ allowPrivateNetwork, connectTimeoutMs });
  return {
    outbound,
    routeCalls,
    signer: createSigner(db, vault, changes),
    installerTokens: createInstallerTokens({
      db,
      tokens,
      changes,
      lifeSeconds: config.installTokenSeconds,
    }),
    async close() {
      await Promise.all([outbound.close(), routeCalls.close()]);
    },
  };
}
