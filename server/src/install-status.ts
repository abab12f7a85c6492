import { Type } from 'typebox';
import { type Sql, sql } from './lib/db.ts';

/** All of {@link InstallStatus}. */
export const INSTALL_STATUSES = ['setup', 'active', 'suspended', 'uninstalled'] as const;

/**
 * The life of an install.
 *
 * - `setup`: installed, but a step of its set-up is open that is required; the plugin can already use its API
 * - `active`: hears events
 * - `suspended`: kept as it is, deaf and without access, until resumed
 * - `uninstalled`: without access, but for reading until the plugin has settled the job that tells it so; can be restored until it is
 *   erased
 */
export type InstallStatus = (typeof INSTALL_STATUSES)[number];
export const InstallStatus = Type.Enum([...INSTALL_STATUSES]);

/** Whether the space lets the plugin have access to the install: its API, its tokens, its pages. The plugin must have a release to run. */
export const isLive = (status: InstallStatus | null): boolean =>
  status === 'setup' || status === 'active';

/** The same in a statement that knows the table as `installs i`: what the space says of it, whatever is said of its plugin. */
export const LIVE_IN_SPACE = sql`i.status in ('setup', 'active')`;

/** Whether the host lets the plugin run at all, in a statement that knows it as `plugins p`. */
export const NOT_SUSPENDED = sql`p.suspended_at is null`;

/**
 * The number of the release that a plugin's developer tries out: the draft, or else the one in review. One that was rejected is not
 * tried out any more. For a statement that knows the plugin as `plugins p`.
 */
export const DEVELOPED_NUMBER = sql`(select d.number from releases d
  where d.plugin_id = p.id and d.state in ('draft', 'in_review') order by d.state limit 1)`;

/**
 * Whether the one member of a development space may still change the plugin. Asked anew each time, so that it ends with whatever ends it. For a
 * statement that knows the plugin as `plugins p`.
 */
const isDevelopersOwn = (spaceId: Sql): Sql => sql`
  exists (select from space_members dm
    join collaborators dc on dc.plugin_id = p.id and dc.user_id = dm.user_id and dc.role in ('owner', 'developer')
    where dm.space_id = ${spaceId})`;

/** The number of the release that a development install runs: what is worked on, or else the current one. For a statement that knows `plugins p`. */
export const DEVELOPMENT_NUMBER = sql`coalesce(${DEVELOPED_NUMBER}, p.current_release)`;

/**
 * The number of the published release that an install is on: its own, or else the plugin's current one. By this one it hears events of the host;
 * null for none. Of development installs it says nothing. For a statement that knows `plugins p` and `installs i`.
 */
export const PUBLISHED_NUMBER = sql`coalesce(i.release, p.current_release)`;

/** The number of the release that {@link RUNNING_RELEASE} joins; null for none. What is asked of a development install costs others nothing. */
export const RUNNING_NUMBER = sql`case when not i.development then ${PUBLISHED_NUMBER}
  when ${isDevelopersOwn(sql`i.space_id`)} then ${DEVELOPMENT_NUMBER} end`;

/**
 * The endpoint that the release an install is on has for an event; null for none. A value, so that it is always looked up by its key: joined, the
 * table of all releases would be read whole while it is small, and by a plan that is kept. For a statement that knows `plugins p` and `installs i`.
 */
export const endpointFor = (event: Sql): Sql => sql`(select re.endpoint_id from release_endpoints re
  where re.plugin_id = i.plugin_id and re.release = ${RUNNING_NUMBER} and re.event_name = ${event})`;

/**
 * The release that an install runs, as `r`, to be joined: the published one that it is on, or what its developer works on in a development install. A plugin
 * without either has none, and does nothing. For a statement that knows `plugins p` and `installs i`.
 */
export const RUNNING_RELEASE = sql`releases r on r.plugin_id = p.id and r.number = ${RUNNING_NUMBER}`;

/**
 * What an install may use of the scopes that were granted to it: those that the release it runs asks for. For a statement that knows
 * `installs i` and {@link RUNNING_RELEASE}.
 */
export const SCOPES_IN_USE = sql`array(select a.scope
  from unnest(i.scopes) with ordinality as a (scope, place)
  where a.scope = any(r.scopes || r.optional_scopes) order by a.place)`;

/** Whether the host lets the plugin run, and there is a release to run. For a statement that knows `plugins p` and `installs i`. */
export const RUNS = sql`(${NOT_SUSPENDED} and ${RUNNING_NUMBER} is not null)`;

/**
 * Whether a plugin can use an install, in a statement that knows it as `installs i`: the space has not ended or suspended it, the host has
 * not suspended the plugin, and there is a release to run. All in one, so that whoever thinks of the one has thought of the others.
 */
export const LIVE_INSTALL = sql`(${LIVE_IN_SPACE}
  and exists (select from plugins p where p.id = i.plugin_id and ${RUNS}))`;

/**
 * Whether the plugin has not settled the job yet that tells it of the uninstall. Never for an install that is live or erased: it has no
 * `farewell_job`. For a statement that knows `installs i`.
 */
export const TAKES_LEAVE = sql`exists (select from jobs fj
  where fj.install_id = i.id and fj.id = i.farewell_job and fj.status in ('queued', 'ongoing', 'parked'))`;

/** Whether a plugin may only read an install, which it is clearing away elsewhere. For a statement that knows it as `installs i`. */
export const LEAVING_INSTALL = sql`(${TAKES_LEAVE}
  and exists (select from plugins p where p.id = i.plugin_id and ${RUNS}))`;
