import { type InstallStatus, RUNNING_RELEASE } from '../../install-status.ts';
import { type Db, sql } from '../../lib/db.ts';
import { tellChanges } from '../../stream/tell.ts';
import type { StoredConfig } from '../sealed-config.ts';

/** All that a set-up is made of, but for what was answered. */
export interface SetupRow extends StoredConfig {
  id: number;
  space_id: number;
  plugin_id: number;
  plugin_slug: string;
  generation: number;
  status: InstallStatus;
  setup_revision: number;
  config_revision: number;
  installed_by: number | null;
  scopes: string[];
  plugin_suspended: boolean;
  /** That the install runs; null when there is none to run. */
  release: number | null;
  /** As it is stored. */
  manifest: string | null;
  space_name: string;
  /** JSON text of an object. */
  space_attributes: string;
}

/** An install whose set-up is looked at or gone on with. */
export async function selectSetup(db: Db, installId: number): Promise<SetupRow | undefined> {
  const [row] = await db.query<SetupRow>(sql`
    select i.id, i.space_id, i.plugin_id, p.slug as plugin_slug, i.generation, i.status, i.setup_revision,
      i.config, i.sealed_config, i.config_revision, i.installed_by, i.scopes, p.suspended_at is not null as plugin_suspended,
      r.number as release, r.manifest, s.name as space_name, s.attributes as space_attributes
    from installs i join plugins p on p.id = i.plugin_id join spaces s on s.id = i.space_id
    left join ${RUNNING_RELEASE}
    where i.id = ${installId}`);
  return row;
}

/** What happened to a step. */
export interface StepRow {
  step_key: string;
  done: boolean;
  /** JSON text of an object. */
  answers: string;
  message: string | null;
  submitted_by: number | null;
  updated_at: Date;
  /** What the config was then: JSON text of an object, without what is sealed; null where there was none. */
  config_then: string | null;
}

/** The steps of one generation of an install that anything happened to. */
export function selectSteps(db: Db, installId: number, generation: number): Promise<StepRow[]> {
  return db.query(sql`
    select s.step_key, s.done, s.answers, s.message, s.submitted_by, s.updated_at,
      (select r.config from config_revisions r where r.install_id = s.install_id and r.created_at <= s.updated_at
        order by r.number desc limit 1) as config_then
    from setup_steps s where s.install_id = ${installId} and s.generation = ${generation}`);
}

/** The keys of the steps that were submitted in one generation of an install. */
export async function selectSubmitted(
  db: Db,
  installId: number,
  generation: number,
): Promise<Set<string>> {
  const rows = await db.query<{ step_key: string }>(sql`
    select step_key from setup_steps
    where install_id = ${installId} and generation = ${generation} and done`);
  return new Set(rows.map(({ step_key }) => step_key));
}

/** What came of a step. */
export interface StepResult {
  install_id: number;
  generation: number;
  step_key: string;
  done: boolean;
  /** JSON text of an object, without passwords. */
  answers: string;
  message: string | null;
  /** Null for the host. */
  submitted_by: number | null;
}

/** Notes what came of a step, in a transaction that holds the install, and raises the revision of the set-up. */
export async function recordStep(tx: Db, result: StepResult): Promise<void> {
  await tx.query(sql`
    insert into setup_steps as s (install_id, generation, step_key, done, answers, message, submitted_by)
    values (${result.install_id}, ${result.generation}, ${result.step_key}, ${result.done}, ${result.answers},
      ${result.message}, ${result.submitted_by})
    on conflict (install_id, generation, step_key) do update
    set done = excluded.done, answers = excluded.answers, message = excluded.message,
      submitted_by = excluded.submitted_by, updated_at = excluded.updated_at`);
  await tx.query(sql`
    update installs set setup_revision = setup_revision + 1 where id = ${result.install_id}`);
  await tellChanges(tx, () => ({ installs: [result.install_id] }));
}

/** Notes why a step did not come about, in a transaction that holds the install; what was done before stays so. */
export async function recordStepMessage(
  tx: Db,
  result: Omit<StepResult, 'done' | 'answers'>,
): Promise<void> {
  await tx.query(sql`
    insert into setup_steps as s (install_id, generation, step_key, done, message, submitted_by)
    values (${result.install_id}, ${result.generation}, ${result.step_key}, false, ${result.message},
      ${result.submitted_by})
    on conflict (install_id, generation, step_key) do update
    set message = excluded.message, updated_at = excluded.updated_at`);
  await tx.query(sql`
    update installs set setup_revision = setup_revision + 1 where id = ${result.install_id}`);
  await tellChanges(tx, () => ({ installs: [result.install_id] }));
}

/** Forgets what was answered, in all generations. */
export async function deleteSteps(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from setup_steps where install_id = ${installId}`);
}
