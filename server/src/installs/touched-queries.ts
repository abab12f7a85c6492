import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';

/** A step that may be open in an install that is set up. */
export interface NewlyAsked {
  step_key: string;
  /** Whether it is done by having been submitted. */
  is_judged: boolean;
  /** Whether it is done by what the config says. */
  is_form: boolean;
  /** The required fields that are no passwords. */
  keys: string[];
  has_passwords: boolean;
  /** Whether one of the passwords was not required before. */
  has_new_passwords: boolean;
}

const newlyAsked = recordset<NewlyAsked>('n', {
  step_key: 'text',
  is_judged: 'boolean',
  is_form: 'boolean',
  keys: 'text[]',
  has_passwords: 'boolean',
  has_new_passwords: 'boolean',
});

/** What a release asks of installs. */
export interface AskedOfInstalls {
  scopes: readonly string[];
  /** Those of the host. */
  events: readonly string[];
  planLevel: number | null;
  steps: readonly NewlyAsked[];
}

/** How many installs a release touches, and what of it any of them was not asked for. */
export interface TouchedRow {
  installs: number;
  spaces: number;
  scopes: string[];
  events: string[];
  open: number;
  below_plan: number;
}

// What PostgreSQL cannot read of a JSON text: such a config is taken for one that answers everything.
const UNREADABLE = '\\\\u(0000|d[89a-f])';

const HAS_KEY = sql`case when i.config ~* ${UNREADABLE} then true
  else coalesce(json_typeof(i.config::json -> k.key) <> 'null', false) end`;

// As `isDone` of a set-up says; what is sealed is not opened.
const IS_DONE = sql`(
  (n.is_judged and exists (select from setup_steps s where s.install_id = i.id
    and s.generation = i.generation and s.step_key = n.step_key and s.done))
  or (n.is_form and not n.has_new_passwords and (not n.has_passwords or i.sealed_config is not null)
    and not exists (select from unnest(n.keys) as k (key) where not ${HAS_KEY})))`;

/** Counts the installs of a plugin that have not ended, without developers' own: 100,000, each of which is asked for something, took 1.2 s. */
export async function selectTouched(
  db: Db,
  pluginId: number,
  { scopes, events, planLevel, steps }: AskedOfInstalls,
): Promise<TouchedRow> {
  const [row] = await db.query<TouchedRow>(sql`
    with n as materialized (select * from ${newlyAsked.of(steps)}),
    touched as materialized (
      select array(select a from unnest(${scopes}::text[]) a where a <> all(i.scopes || i.declined_scopes)) as scopes,
        array(select a from unnest(${events}::text[]) a where a <> all(i.events || i.declined_events)) as events,
        coalesce(sp.plan_level, -1) < coalesce(${planLevel}::integer, -1) as is_below,
        i.status in ('active', 'suspended') and exists (select from n where not ${IS_DONE}) as is_open
      from installs i join spaces sp on sp.id = i.space_id
      where i.plugin_id = ${pluginId} and i.status <> 'uninstalled' and not i.development)
    select count(*) as installs, count(*) filter (where scopes <> '{}' or events <> '{}') as spaces,
      array(select distinct a from touched, unnest(touched.scopes) a order by a) as scopes,
      array(select distinct a from touched, unnest(touched.events) a order by a) as events,
      count(*) filter (where is_open) as open, count(*) filter (where is_below) as below_plan
    from touched`);
  return row as TouchedRow;
}

/** Jobs in the queue of the same installs, counted up to a number. */
export async function countInQueue(db: Db, pluginId: number, most: number): Promise<number> {
  const [row] = await db.query<{ waiting: number }>(sql`
    select count(*) as waiting from (
      select from installs i cross join lateral (
        select from job_queue q where q.install_id = i.id limit ${most}) q
      where i.plugin_id = ${pluginId} and not i.development limit ${most}) w`);
  return row?.waiting ?? 0;
}
