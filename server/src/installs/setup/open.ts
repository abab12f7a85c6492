import type { InstallStatus } from '../../install-status.ts';
import type { Vault } from '../../lib/crypto.ts';
import type { Db } from '../../lib/db.ts';
import type { Logger } from '../../log.ts';
import type { Manifest } from '../../manifest/schema.ts';
import type { ConfigMembers } from '../config-patch.ts';
import type { InstallRow } from '../queries.ts';
import { openUndamaged } from '../sealed-config.ts';
import { type OpenCandidate, selectOpenCandidates, selectRunningReleases } from './open-queries.ts';
import { isSetUp, stepsOf } from './steps.ts';

/** An install, and whether a step of its set-up is open that is required. */
export type InstallWithSetup = InstallRow & { setup_open: boolean };

/** What decides whether a step of a set-up is open that is required. */
export interface OpenInstall {
  status: InstallStatus;
  /** What the install runs; without a release nothing is asked. */
  manifest: Manifest | undefined;
  /** Undefined where it cannot be opened: nobody knows then what it answers. */
  config: ConfigMembers | undefined;
  /** Keys of the steps that were submitted in its generation. */
  submitted: ReadonlySet<string>;
}

/** Whether a step is open that is required. An install that is active can have one since a release; one that has ended has none. */
export function isSetupOpen({ status, manifest, config, submitted }: OpenInstall): boolean {
  if (status === 'uninstalled' || manifest === undefined || !asks(manifest)) return false;
  return config === undefined || !isSetUp(manifest, config, submitted);
}

const asks = (manifest: Manifest): boolean => stepsOf(manifest).some(({ required }) => required);

interface SetupReader {
  db: Db;
  vault: Vault;
  log: Logger;
}

/** Looks which installs have a required step open. Configs are read only where a manifest requires anything at all. */
export async function withSetupOpen(
  reader: SetupReader,
  rows: InstallRow[],
): Promise<InstallWithSetup[]> {
  const manifests = await manifestsThatAsk(reader.db, rows);
  const candidates =
    manifests.size === 0 ? [] : await selectOpenCandidates(reader.db, [...manifests.keys()]);
  const answered = new Map(candidates.map((row) => [row.id, row]));
  return rows.map((row) => {
    const candidate = answered.get(row.id);
    if (candidate === undefined) return { ...row, setup_open: false };
    const setup_open = isSetupOpen({
      status: row.status,
      manifest: manifests.get(row.id),
      config: openedOrLogged(reader, candidate),
      submitted: new Set(candidate.submitted),
    });
    return { ...row, setup_open };
  });
}

async function manifestsThatAsk(db: Db, rows: InstallRow[]): Promise<Map<number, Manifest>> {
  const ids = rows.filter(({ status }) => status !== 'uninstalled').map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const running = await selectRunningReleases(db, ids);
  return new Map(
    running
      .filter(({ manifest }) => asks(manifest))
      .flatMap(({ manifest, installs }) =>
        installs.map((id): [number, Manifest] => [id, manifest]),
      ),
  );
}

// Lists are read again and again: what is damaged is told of once by each process.
const toldOf = new WeakMap<Vault, Set<number>>();

function openedOrLogged(
  { vault, log }: SetupReader,
  candidate: OpenCandidate,
): ConfigMembers | undefined {
  const { id } = candidate;
  return openUndamaged({ vault, installId: id }, candidate, (err) => {
    const known = toldOf.get(vault) ?? new Set();
    if (known.has(id)) return;
    toldOf.set(vault, known.add(id));
    log.error({ err, install: id }, 'passwords of a config cannot be opened');
  });
}
