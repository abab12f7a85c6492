import { announce } from '../lib/changes.ts';
import { type Db, sql } from '../lib/db.ts';
import type { SealedSecret } from './client-secrets.ts';
import type { SecretRow } from './schema.ts';

/** A generation of a plugin's client secret, without the secret. */
export interface SecretGenerationRow {
  generation: number;
  created_at: Date;
  /** When the plugin first logged in with it. */
  proved_at: Date | null;
  /** The end of the overlap; null for the newest. */
  expires_at: Date | null;
  live: boolean;
}

/** Newest first. Expired ones stay known, since tokens minted with them live on. */
export function selectSecretGenerations(db: Db, pluginId: number): Promise<SecretGenerationRow[]> {
  return db.query(sql`
    select generation, created_at, proved_at, expires_at,
      (expires_at is null or expires_at > now()) as live
    from plugin_secrets where plugin_id = ${pluginId} order by generation desc`);
}

/** Stores a new generation, which is the newest from then on: {@link expireNewest} comes before. */
export async function insertSecret(
  tx: Db,
  { plugin_id, generation, sealed_secret }: SealedSecret,
): Promise<void> {
  await tx.query(sql`
    insert into plugin_secrets (plugin_id, generation, sealed_secret)
    values (${plugin_id}, ${generation}, ${sealed_secret})`);
}

/** Starts the overlap of the generation that was the newest; answers when it ends. */
export async function expireNewest(
  tx: Db,
  pluginId: number,
  overlapSeconds: number,
): Promise<Date | null> {
  const [row] = await tx.query<{ expires_at: Date | null }>(sql`
    update plugin_secrets set expires_at = now() + ${overlapSeconds} * interval '1 second'
    where plugin_id = ${pluginId} and expires_at is null returning expires_at`);
  return row?.expires_at ?? null;
}

/** The newest generation has no end. */
export async function keepForGood(tx: Db, pluginId: number, generation: number): Promise<void> {
  await tx.query(sql`
    update plugin_secrets set expires_at = null
    where plugin_id = ${pluginId} and generation = ${generation}`);
}

/** Tokens minted with it are dead from then on, since they need the row. */
export async function deleteSecret(tx: Db, pluginId: number, generation: number): Promise<void> {
  await tx.query(sql`
    delete from plugin_secrets where plugin_id = ${pluginId} and generation = ${generation}`);
}

/** Every generation of these clients, expired ones too, those of one plugin together and newest first. An unknown client has none. */
export function selectSecretsOfClients(db: Db, clientIds: string[]): Promise<SecretRow[]> {
  return db.query(sql`
    select s.plugin_id, p.client_id, p.is_public_client as is_public, p.suspended_at is not null as is_suspended,
      s.generation, s.sealed_secret, s.proved_at is not null as proved, s.expires_at,
      (s.expires_at is null or s.expires_at > now()) as live
    from plugin_secrets s join plugins p on p.id = s.plugin_id
    where p.client_id = any(${clientIds})
    order by s.plugin_id, s.generation desc`);
}

/**
 * The first time counts: from then on this generation can sign alone (see `signingSecret`), of which the nodes are told. False for any
 * other time.
 */
export async function markSecretProved(
  tx: Db,
  pluginId: number,
  generation: number,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update plugin_secrets set proved_at = now()
    where plugin_id = ${pluginId} and generation = ${generation} and proved_at is null
    returning 1`);
  if (rows.length > 0) await announce(tx, 'clients', pluginId);
  return rows.length > 0;
}

/** A secret that requests to the plugin are signed with. */
export interface SigningSecret extends SealedSecret {
  /** Whether the plugin has logged in with it. */
  proved: boolean;
  /** The end of the overlap after a rotation; null for the newest. */
  expires_at: Date | null;
}

/** The live secrets of a plugin, newest first. */
export function selectSigningSecrets(db: Db, pluginId: number): Promise<SigningSecret[]> {
  return db.query(sql`
    select plugin_id, generation, sealed_secret, proved_at is not null as proved, expires_at
    from plugin_secrets
    where plugin_id = ${pluginId} and (expires_at is null or expires_at > now())
    order by generation desc`);
}
