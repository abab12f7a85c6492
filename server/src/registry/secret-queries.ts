import { type Db, sql } from '../lib/db.ts';

export interface SecretGenerationRow {
  generation: number;
  created_at: Date;
  proved_at: Date | null;
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

/** The number of the next generation; no number comes twice, even if its secret was withdrawn. */
export async function takeGeneration(tx: Db, pluginId: number): Promise<number> {
  const [row] = await tx.query<{ secret_generation: number }>(sql`
    update plugins set secret_generation = secret_generation + 1
    where id = ${pluginId} returning secret_generation`);
  return row?.secret_generation as number;
}

export async function insertSecret(
  tx: Db,
  pluginId: number,
  generation: number,
  sealed: Buffer,
): Promise<void> {
  await tx.query(sql`
    insert into plugin_secrets (plugin_id, generation, sealed_secret)
    values (${pluginId}, ${generation}, ${sealed})`);
}

/** Starts the overlap of the generation that was the newest; answers when it ends. */
export async function expireNewest(
  tx: Db,
  pluginId: number,
  overlapSeconds: number,
): Promise<Date | null> {
  const [row] = await tx.query<{ expires_at: Date }>(sql`
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

export async function deleteSecret(tx: Db, pluginId: number, generation: number): Promise<void> {
  await tx.query(sql`
    delete from plugin_secrets where plugin_id = ${pluginId} and generation = ${generation}`);
}
