import { wholeConfig } from '../installs/sealed-config.ts';
import type { ClaimedJob } from '../jobs/claim.ts';
import type { Vault } from '../lib/crypto.ts';

// The jobs of an endpoint that were claimed together for one install have the same bytes, and are opened once.
const opened = new WeakMap<Buffer, string>();

/**
 * The whole config of a job's install, passwords included: JSON text of an object.
 *
 * @throws CannotOpenSecret
 */
export function configOf(vault: Vault, job: ClaimedJob): string {
  const { sealed_config } = job;
  if (sealed_config === null) return job.config;
  const known = opened.get(sealed_config);
  if (known !== undefined) return known;
  const text = wholeConfig({ vault, installId: job.install_id }, job);
  opened.set(sealed_config, text);
  return text;
}
