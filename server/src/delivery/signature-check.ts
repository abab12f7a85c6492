import { createSecretKey, type KeyObject } from 'node:crypto';
import { selectSigningSecrets } from '../auth/client-secret-queries.ts';
import { openClientSecret, signingKey } from '../auth/client-secrets.ts';
import type { RequestRecord } from '../jobs/request-record.ts';
import type { NotChecked, SignatureCheck } from '../jobs/schema.ts';
import { CannotOpenSecret, equalSecrets, type Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { signBody } from '../plugin-requests/signer.ts';
import type { SentAttempt } from './attempt-view-queries.ts';

/** The body of a request as it was built again; undefined where what it was made of is gone. */
interface RebuiltBody {
  bytes: Buffer | undefined;
  isExact: boolean;
}

/** A live secret of the plugin. */
interface Key {
  generation: number;
  key: KeyObject;
}

/**
 * Whether each signature of a request is what a live secret of the plugin makes of its body: for those alone who may see signatures.
 */
export async function checkSignatures(
  { db, vault }: { db: Db; vault: Vault },
  { plugin_id, job_id }: Pick<SentAttempt, 'plugin_id' | 'job_id'>,
  { signatures, timestamp, token }: RequestRecord,
  { bytes, isExact }: RebuiltBody,
): Promise<SignatureCheck> {
  const sent = [
    { header: 'x-envoy-signature' as const, signature: signatures.envoy },
    ...signatures.webhook.map((signature) => ({
      header: 'webhook-signature' as const,
      signature,
    })),
  ];
  const notChecked = (why: NotChecked): SignatureCheck => ({
    not_checked: why,
    signatures: sent.map(({ header }) => ({ header, verified_by: null })),
  });
  if (bytes === undefined) return notChecked('gone');
  if (!isExact) return notChecked('changed');
  if (token !== null) return notChecked('token');
  const keys = await liveKeys(db, vault, plugin_id);
  if (keys === undefined) return notChecked('secret');
  const made = keys.map(({ generation, key }) => {
    const { envoy, webhook } = signBody({ all: [key], envoy: key }, job_id, timestamp, bytes);
    return { generation, 'x-envoy-signature': envoy, 'webhook-signature': webhook[0] ?? '' };
  });
  return {
    not_checked: null,
    signatures: sent.map(({ header, signature }) => ({
      header,
      verified_by: made.find((own) => equalSecrets(own[header], signature))?.generation ?? null,
    })),
  };
}

/** Newest first; undefined where one of them cannot be opened: it may be the one that signed. */
async function liveKeys(db: Db, vault: Vault, pluginId: number): Promise<Key[] | undefined> {
  try {
    return (await selectSigningSecrets(db, pluginId)).map((secret) => ({
      generation: secret.generation,
      key: createSecretKey(signingKey(openClientSecret(vault, secret))),
    }));
  } catch (error) {
    if (error instanceof CannotOpenSecret) return undefined;
    throw error;
  }
}
