import { CannotOpenSecret, type Vault } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import type { Logger } from '../log.ts';
import { selectKeyIds } from '../secret-keys/queries.ts';
import { replaceSealedPart, type SealedPart, selectSealedParts } from './config-queries.ts';
import { sealAnew } from './sealed-config.ts';

const PAGE = 200;

/**
 * Seals passwords in configs and revisions under the newest key, once a process begins to seal with it: revisions are never written
 * again by themselves, so that an older key could not be dropped. Every process can open what is sealed under the newest by then, or it
 * is not ready. Costs one small read while there is a single key.
 *
 * @returns how many were sealed anew.
 */
export async function resealConfigs(deps: {
  db: Database;
  vault: Vault;
  log: Logger;
}): Promise<number> {
  const { keyIds } = deps.vault;
  const [newest, ...older] = await selectKeyIds(deps.db);
  if (newest !== keyIds[0]) return 0;
  let sealed = 0;
  for (const keyId of older.filter((id) => keyIds.includes(id))) {
    sealed += await resealUnder(deps, keyId);
  }
  return sealed;
}

async function resealUnder(
  { db, vault, log }: { db: Database; vault: Vault; log: Logger },
  keyId: string,
): Promise<number> {
  let sealed = 0;
  let after: Pick<SealedPart, 'install_id' | 'number'> = { install_id: 0, number: -1 };
  for (;;) {
    const parts = await selectSealedParts(db, keyId, after, PAGE);
    for (const part of parts) {
      try {
        const anew = sealAnew({ vault, installId: part.install_id }, part.sealed_config);
        await replaceSealedPart(db, part, anew);
        sealed++;
      } catch (err) {
        // What is damaged must not keep the others from it.
        if (!(err instanceof CannotOpenSecret)) throw err;
        log.error({ err, install: part.install_id }, 'passwords of a config cannot be sealed anew');
      }
    }
    const last = parts.at(-1);
    if (parts.length < PAGE || last === undefined) return sealed;
    after = last;
  }
}
