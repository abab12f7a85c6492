import type { Vault } from '../lib/crypto.ts';
import type { OutboundPolicy } from '../lib/outbound/target.ts';

/** What making a release takes: the vault for secrets in it, which URLs it may name, and what the host is called. */
export interface ReleaseDeps {
  vault: Vault;
  policy: OutboundPolicy;
  hostName: string;
}
