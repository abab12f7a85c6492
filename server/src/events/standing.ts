import { type InstallStatus, PUBLISHED_NUMBER } from '../install-status.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';
import { arrays } from '../lib/recordset.ts';
import type { Candidate } from './decide.ts';

/** How some spaces, the installs in them and some endpoints stand now. */
export interface Standing {
  /** Those that there are, but for development spaces: nothing of the host's happens there. */
  spaces: Set<number>;
  /** By space: its installs that may hear something. */
  installs: Map<number, InstallStanding[]>;
  /** Those that there are, and whether each is disabled. */
  endpoints: Map<number, boolean>;
  /** What jobs are being queued again for. */
  resuming: Record<'endpoints' | 'installs' | 'plugins', Set<number>>;
}

/** What may change of an install, or tells that more has. */
export type InstallStanding = Pick<
  Candidate,
  'install_id' | 'generation' | 'release' | 'grant_revision' | 'status' | 'plugin_suspended'
>;

/** What is taken for granted about spaces and endpoints, to be held against how they stand when something is written. */
export interface Assumption {
  spaces: AssumedSpace[];
  endpoints: AssumedEndpoint[];
}

interface AssumedSpace {
  space_id: number;
  /** {@link standingText} its installs. */
  installs: string;
}

interface AssumedEndpoint {
  endpoint_id: number;
  stopped: boolean;
}

const assumedSpaces = arrays<AssumedSpace>('a', { space_id: 'bigint', installs: 'text' });

const assumedEndpoints = arrays<AssumedEndpoint>('a', {
  endpoint_id: 'bigint',
  stopped: 'boolean',
});

/** Installs by what may change of them, as PostgreSQL writes them below. */
export const standingText = (installs: readonly InstallStanding[]): string =>
  installs
    .toSorted((one, other) => one.install_id - other.install_id)
    .map(
      ({ install_id, generation, release, grant_revision, status, plugin_suspended }) =>
        `${install_id}:${generation}:${release}:${grant_revision}:${status}:${plugin_suspended ? 't' : 'f'}`,
    )
    .join(' ');

/** Whether all stands as it is assumed, and no jobs are being resumed: a condition for the statement that writes what was decided. */
export const standsAs = ({ spaces, endpoints }: Assumption): Sql => sql`
  not exists (select from resumptions)
  and not exists (
    select from ${assumedSpaces.of(spaces)}
    left join spaces s on s.id = a.space_id
    cross join lateral (
      select coalesce(string_agg(concat_ws(':', i.id, i.generation, ${PUBLISHED_NUMBER}, i.grant_revision,
        i.status, p.suspended_at is not null), ' ' order by i.id), '') as installs
      from installs i join plugins p on p.id = i.plugin_id
      where i.space_id = a.space_id and ${MAY_HEAR}) as now
    where s.id is null or now.installs <> a.installs)
  and not exists (
    select from ${assumedEndpoints.of(endpoints)}
    left join endpoints e on e.id = a.endpoint_id
    where e.id is null or (e.disabled_at is not null) <> a.stopped)`;

/** One of four, by `kind`; what one does not have is null. */
interface StandingRow {
  kind: 'space' | 'install' | 'endpoint' | 'resumption';
  space_id: number | null;
  install_id: number | null;
  generation: number | null;
  release: number | null;
  grant_revision: number | null;
  status: InstallStatus | null;
  plugin_id: number | null;
  endpoint_id: number | null;
  stopped: boolean | null;
}

// Of the install `i` and the plugin `p`: it may hear something.
const MAY_HEAR = sql`i.status <> 'uninstalled' and ${PUBLISHED_NUMBER} is not null`;

/** Reads it in one statement, by keys alone; hardly ever is anything being resumed. Nothing is locked. */
export async function selectStanding(
  tx: Db,
  spaceIds: number[],
  endpointIds: number[],
): Promise<Standing> {
  const rows = await tx.query<StandingRow>(sql`
    select 'space' as kind, s.id as space_id, null::bigint as install_id, null::integer as generation,
      null::integer as release, null::integer as grant_revision, null as status, null::bigint as plugin_id, null::bigint as endpoint_id,
      null::boolean as stopped
    from spaces s where s.id = any(${spaceIds}) and not s.development
    union all
    select 'install', i.space_id, i.id, i.generation, ${PUBLISHED_NUMBER}, i.grant_revision, i.status, null, null,
      p.suspended_at is not null
    from installs i join plugins p on p.id = i.plugin_id
    where i.space_id = any(${spaceIds}) and ${MAY_HEAR}
    union all
    select 'endpoint', null, null, null, null, null, null, null, e.id, e.disabled_at is not null
    from endpoints e where e.id = any(${endpointIds})
    union all
    select 'resumption', null, r.install_id, null, null, null, null, r.plugin_id, r.endpoint_id, null
    from resumptions r`);
  return toStanding(rows);
}

function toStanding(rows: StandingRow[]): Standing {
  const standing: Standing = {
    spaces: new Set(),
    installs: new Map(),
    endpoints: new Map(),
    resuming: { endpoints: new Set(), installs: new Set(), plugins: new Set() },
  };
  for (const row of rows) ADD[row.kind](standing, row);
  return standing;
}

const ADD: Record<StandingRow['kind'], (to: Standing, row: StandingRow) => void> = {
  space: ({ spaces }, { space_id }) => void spaces.add(space_id as number),
  install({ installs }, { space_id, stopped, ...row }) {
    const install = { ...row, plugin_suspended: stopped } as InstallStanding;
    const others = installs.get(space_id as number);
    if (others === undefined) installs.set(space_id as number, [install]);
    else others.push(install);
  },
  endpoint: ({ endpoints }, row) =>
    void endpoints.set(row.endpoint_id as number, row.stopped as boolean),
  resumption({ resuming }, { endpoint_id, install_id, plugin_id }) {
    if (endpoint_id !== null) resuming.endpoints.add(endpoint_id);
    if (install_id !== null) resuming.installs.add(install_id);
    if (plugin_id !== null) resuming.plugins.add(plugin_id);
  },
};

/** The candidates of a place as they stand now; undefined when they are others by now, or nothing is known of them. */
export function asTheyStand(
  known: readonly Candidate[] | undefined,
  spaceId: number,
  standing: Standing,
): Candidate[] | undefined {
  const installs = new Map(
    standing.installs.get(spaceId)?.map((install) => [install.install_id, install]),
  );
  if (known?.length !== installs.size) return undefined;
  const now: Candidate[] = [];
  for (const candidate of known) {
    const install = installs.get(candidate.install_id);
    if (install === undefined || !isSame(candidate, install, standing)) return undefined;
    now.push(standingNow(candidate, install, standing));
  }
  return now;
}

const isSame = (
  { generation, release, grant_revision, endpoint_id }: Candidate,
  install: InstallStanding,
  { endpoints }: Standing,
): boolean =>
  generation === install.generation &&
  release === install.release &&
  grant_revision === install.grant_revision &&
  (endpoint_id === null || endpoints.has(endpoint_id));

function standingNow(
  candidate: Candidate,
  { status, plugin_suspended }: InstallStanding,
  { endpoints, resuming }: Standing,
): Candidate {
  const { endpoint_id, install_id, plugin_id } = candidate;
  return {
    ...candidate,
    status,
    plugin_suspended,
    endpoint_disabled: endpoint_id !== null && endpoints.get(endpoint_id) === true,
    resuming:
      (endpoint_id !== null && resuming.endpoints.has(endpoint_id)) ||
      resuming.installs.has(install_id) ||
      resuming.plugins.has(plugin_id),
  };
}
