import { type Db, sql } from '../lib/db.ts';

/** What is sealed under one key. */
export interface SealedCounts {
  client_secrets: number;
  /** Releases whose set-up steps have client secrets. */
  releases: number;
  /** Of resource types, by which the host knows us. */
  resource_types: number;
  /** Of set-up steps that may come back, for ten minutes. */
  windows: number;
  /** Installs whose configs have passwords. */
  configs: number;
  /** The same of revisions of configs. */
  revisions: number;
  /** To requests with an `Idempotency-Key`, kept for 24 hours. */
  answers: number;
}

/** Ids of the keys in use, in hexadecimal digits, the newest first. */
export async function selectKeyIds(db: Db): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select encode(id, 'hex') as id from secret_keys order by number desc`);
  return rows.map(({ id }) => id);
}

/**
 * Lets one process at a time bring or drop keys, until the end of the transaction. One that is stopped in the middle is thrown out after a
 * minute; whoever waits gives up after 70 s.
 */
export async function lockKeys(tx: Db): Promise<void> {
  await tx.query(sql`
    select set_config('idle_in_transaction_session_timeout', '60s', true),
      set_config('lock_timeout', '70s', true), set_config('statement_timeout', '100s', true)`);
  await tx.query(sql`lock table secret_keys in share row exclusive mode`);
}

/** The key is the newest from then on. */
export async function insertKey(tx: Db, id: string): Promise<void> {
  await tx.query(sql`insert into secret_keys (id) values (decode(${id}, 'hex'))`);
}

/** The key is in use no more. */
export async function deleteKey(tx: Db, id: string): Promise<void> {
  await tx.query(sql`delete from secret_keys where id = decode(${id}, 'hex')`);
}

/** Reads whole tables: for a key that is about to be dropped, once. */
export async function countSealed(db: Db, id: string): Promise<SealedCounts> {
  const bytes = Buffer.from(id, 'hex');
  // Sealed secrets stand in manifests as base64. What others wrote into a manifest has its quotes escaped.
  const inManifest = `"sealed_client_secret":"${bytes.toString('base64')}`;
  const [row] = await db.query<SealedCounts>(sql`
    select
      (select count(*) from plugin_secrets
        where substring(sealed_secret from 1 for ${bytes.length}) = ${bytes}) as client_secrets,
      (select count(*) from releases where position(${inManifest} in manifest) > 0) as releases,
      (select count(*) from resource_types
        where substring(sealed_secret from 1 for ${bytes.length}) = ${bytes}) as resource_types,
      (select count(*) from setup_windows
        where substring(code_verifier from 1 for ${bytes.length}) = ${bytes} and expires_at > now()) as windows,
      (select count(*) from installs
        where substring(sealed_config from 1 for ${bytes.length}) = ${bytes}) as configs,
      (select count(*) from config_revisions
        where substring(sealed_config from 1 for ${bytes.length}) = ${bytes}) as revisions,
      (select count(*) from idempotency_keys
        where substring(response from 1 for ${bytes.length}) = ${bytes}
          and created_at > now() - interval '24 hours') as answers`);
  return row as SealedCounts;
}
