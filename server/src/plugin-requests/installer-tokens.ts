import type { Tokens } from '../auth/tokens.ts';
import type { InstallStatus } from '../install-status.ts';
import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import type { Database } from '../lib/db.ts';
import type { MetaAuth } from './meta.ts';
import { selectUsableScopes, type UsableScopes } from './queries.ts';

/** The install that a request is about, and the job, where it is for one. */
export interface TokenSubject {
  plugin_id: number;
  install_id: number;
  generation: number;
  install_status: InstallStatus;
  /** For whom the plugin may act; null for nobody. */
  installed_by: number | null;
  scopes: string[];
  job_id: string | null;
  /** The job tells of the uninstall of an install that is not erased. */
  is_farewell: boolean;
}

/** Tokens that ride in `meta.auth`, so that a plugin can act for the installer while it handles a request. */
export interface InstallerTokens {
  /**
   * Null when the install has no scopes that its release asks for, nobody to act for, or is uninstalled: a token would open nothing. The job that tells of the
   * uninstall has a last one, which ends with it, unless the install is erased.
   */
  metaAuth(subject: TokenSubject, secretGeneration: number): Promise<MetaAuth | null>;
}

interface Issued {
  token: string;
  issuedAt: number;
}

// One token serves an install's jobs for an hour: minting one for each would double the writes of a delivery.
const REUSE_MS = 3_600_000;
const MAX_CACHED = 50_000;

/** What {@link createInstallerTokens} needs. */
export interface InstallerTokensDeps {
  db: Database;
  tokens: Tokens;
  changes: Changes;
  /** How long a token lives. */
  lifeSeconds: number;
}

/** Hands out one token for all jobs of an install, for an hour or half of its life, whichever is shorter. */
export function createInstallerTokens({
  db,
  tokens,
  changes,
  lifeSeconds,
}: InstallerTokensDeps): InstallerTokens {
  const issued = new Map<string, Promise<Issued>>();
  // Some may have been revoked.
  changes.on('tokens', () => issued.clear());
  // What is granted stands in the row of the install, which is read for each job anyway; what its release asks for does not.
  const usable = createCache<UsableScopes>({
    maxSize: MAX_CACHED,
    changes,
    topics: { installs: (id) => (scopes) => scopes.install_id === Number(id) },
    isTold: ({ development }) => !development,
    load: (id) => selectUsableScopes(db, Number(id)),
  });
  const reuseMs = Math.min(REUSE_MS, (lifeSeconds * 1000) / 2);

  async function issue(subject: TokenSubject, secretGeneration: number): Promise<Issued> {
    const { access } = await tokens.issue({
      grant_type: 'meta_auth',
      plugin_id: subject.plugin_id,
      secret_generation: secretGeneration,
      install_id: subject.install_id,
      install_generation: subject.generation,
      user_id: subject.installed_by,
      job_id: subject.is_farewell ? subject.job_id : null,
      scopes: subject.scopes,
      expires_in: lifeSeconds,
    });
    return { token: access, issuedAt: performance.now() };
  }

  return {
    async metaAuth(subject, secretGeneration) {
      if (subject.scopes.length === 0 || subject.installed_by === null) return null;
      if (subject.install_status === 'uninstalled' && !subject.is_farewell) return null;
      const scopes = await usable.get(String(subject.install_id));
      if (!scopes?.has_any) return null;
      const key = `${subject.is_farewell ? subject.job_id : ''}:${subject.install_id}:${subject.generation}:${secretGeneration}:${subject.installed_by}:${subject.scopes}`;
      let known = await issued.get(key);
      if (known === undefined || performance.now() - known.issuedAt > reuseMs) {
        if (issued.size >= MAX_CACHED) issued.clear();
        const fresh = issue(subject, secretGeneration);
        issued.set(key, fresh);
        fresh.catch(() => issued.delete(key));
        known = await fresh;
      }
      const age = Math.floor((performance.now() - known.issuedAt) / 1000);
      return {
        token_type: 'Bearer',
        access_token: known.token,
        expires_in: lifeSeconds - age,
        refresh_token: null,
        refresh_token_expires_in: null,
      };
    },
  };
}
