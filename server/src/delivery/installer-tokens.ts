import type { Tokens } from '../auth/tokens.ts';
import type { ClaimedJob } from '../jobs/claim.ts';
import type { Changes } from '../lib/changes.ts';
import type { MetaAuth } from './request.ts';

/** Tokens that ride in `meta.auth`, so that a plugin can act for the installer while it handles a job. */
export interface InstallerTokens {
  /**
   * Null when the install has no scopes, nobody to act for, or is uninstalled, when a token would open nothing. The job that tells of the
   * uninstall has a last one, which ends with it, unless the install is erased.
   */
  metaAuth(job: ClaimedJob, secretGeneration: number): Promise<MetaAuth | null>;
}

interface Issued {
  token: string;
  issuedAt: number;
}

// One token serves an install's jobs for an hour: minting one for each would double the writes of a delivery.
const REUSE_MS = 3_600_000;
const MAX_CACHED = 50_000;

/**
 * Hands out one token for all jobs of an install, for an hour or half of its life, whichever is shorter.
 *
 * @param lifeSeconds how long a token lives.
 */
export function createInstallerTokens(
  tokens: Tokens,
  changes: Changes,
  lifeSeconds: number,
): InstallerTokens {
  const issued = new Map<string, Promise<Issued>>();
  // Some may have been revoked.
  changes.on('tokens', () => issued.clear());
  const reuseMs = Math.min(REUSE_MS, (lifeSeconds * 1000) / 2);

  async function issue(job: ClaimedJob, secretGeneration: number): Promise<Issued> {
    const { access } = await tokens.issue({
      grant_type: 'meta_auth',
      plugin_id: job.plugin_id,
      secret_generation: secretGeneration,
      install_id: job.install_id,
      install_generation: job.generation,
      user_id: job.installed_by,
      job_id: job.is_farewell ? job.job_id : null,
      scopes: job.scopes,
      expires_in: lifeSeconds,
    });
    return { token: access, issuedAt: performance.now() };
  }

  return {
    async metaAuth(job, secretGeneration) {
      if (job.scopes.length === 0 || job.installed_by === null) return null;
      if (job.install_status === 'uninstalled' && !job.is_farewell) return null;
      const key = `${job.is_farewell ? job.job_id : ''}:${job.install_id}:${job.generation}:${secretGeneration}:${job.installed_by}:${job.scopes}`;
      let known = await issued.get(key);
      if (known === undefined || performance.now() - known.issuedAt > reuseMs) {
        if (issued.size >= MAX_CACHED) issued.clear();
        const fresh = issue(job, secretGeneration);
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
