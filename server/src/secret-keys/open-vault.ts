import type { Config } from '../config.ts';
import { createVault, type Vault } from '../lib/crypto.ts';
import { type Database, type Db, sqlState } from '../lib/db.ts';
import { keyFileOf, makeKeyFile, readKeyFile } from './key-file.ts';
import { countSealed, deleteKey, insertKey, lockKeys, selectKeyIds } from './queries.ts';
import { describeCounts, isNothing, lacksNewest } from './reasons.ts';

/*
 * A key is in use while it is the newest, or while something is sealed under it. A process needs every key in use; one that has them may
 * bring another, which is then the newest. The table secret_keys has the keys in use: a key stands there before anything is sealed under
 * it, and leaves when a process starts without it and nothing is.
 */

/** Where the keys of a process come from. */
interface OwnKeys {
  /** For messages. */
  origin: string;
  keys: readonly string[];
}

/**
 * The vault that secrets are sealed in: under PLUGBOARD_SECRET_KEY, or the key file in the data directory. On the first start of all with
 * this database, where there is neither, a key file is made.
 *
 * @throws Error naming what is wrong with the keys, and what would be right, when they do not open all that is sealed in the database.
 */
export async function openVault(config: Config, db: Database): Promise<Vault> {
  // In this order: a key is in its file before it is in the database, where another first start may just bring it.
  const known = await selectKeyIds(db);
  const own = await ownKeys(config);
  // Nearly always all is as it was at the last start, and no lock is needed.
  if (own !== undefined) {
    const vault = createVault(own.keys);
    if (known.includes(vault.keyIds[0] as string) && missing(known, vault).length === 0)
      return vault;
  } else if (known.length > 0) throw noKey(config, known);
  return db.transaction((tx) => bringKeys(config, tx)).catch(explainLock);
}

async function bringKeys(config: Config, tx: Db): Promise<Vault> {
  await lockKeys(tx);
  const known = await selectKeyIds(tx);
  const given = await ownKeys(config);
  if (given === undefined && known.length > 0) throw noKey(config, known);
  const own = given ?? (await makeOwnKeys(config));
  const vault = createVault(own.keys);
  const [newest] = known;
  if (newest !== undefined && !vault.keyIds.includes(newest)) {
    throw new Error(`${own.origin} is wrong. ${lacksNewest(newest, vault)}`);
  }
  for (const id of missing(known, vault)) await dropKey(tx, own, id);
  const [sealing] = vault.keyIds as [string];
  if (!known.includes(sealing)) await insertKey(tx, sealing);
  return vault;
}

async function dropKey(tx: Db, { origin }: OwnKeys, id: string): Promise<void> {
  const counts = await countSealed(tx, id);
  if (isNothing(counts)) return deleteKey(tx, id);
  throw new Error(
    `${origin} lacks the key ${id}, under which are still sealed: ${describeCounts(counts)}. ` +
      'It was dropped too early: put it behind the others, as in PLUGBOARD_SECRET_KEY=new,old',
  );
}

const missing = (known: readonly string[], { keyIds }: Vault): string[] =>
  known.filter((id) => !keyIds.includes(id));

async function ownKeys({ secretKeys, dataDir }: Config): Promise<OwnKeys | undefined> {
  if (secretKeys.length > 0) return { origin: 'PLUGBOARD_SECRET_KEY', keys: secretKeys };
  const path = keyFileOf(dataDir);
  const key = await readKeyFile(path);
  return key === undefined ? undefined : { origin: `The key file ${path}`, keys: [key] };
}

async function makeOwnKeys({ dataDir }: Config): Promise<OwnKeys> {
  const path = keyFileOf(dataDir);
  return { origin: `The key file ${path}`, keys: [await makeKeyFile(path)] };
}

function noKey({ dataDir }: Config, [newest]: string[]): Error {
  return new Error(
    `The secret key is missing: PLUGBOARD_SECRET_KEY is not set, and there is no ${keyFileOf(dataDir)}. ` +
      `The database is sealed under the key ${newest}: give every process that uses it the same PLUGBOARD_SECRET_KEY, or a copy of the same key file`,
  );
}

function explainLock(error: unknown): never {
  if (sqlState(error) !== '55P03') throw error;
  throw new Error(
    'Another process is bringing a secret key to this database and does not get on. Look whether it is stopped, and start again',
    { cause: error },
  );
}
