import { createBatcher } from '../lib/batch.ts';
import {
  type Database,
  type Db,
  isRetryable,
  isUniqueViolation,
  whenUnavailable,
} from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { itemAction } from './actions.ts';
import { parseCommands } from './commands.ts';
import { INSTALL_ITEMS, type ItemTable, PLUGIN_ITEMS } from './item-table.ts';
import { maxResultBytes, type StorageLimits } from './limits.ts';
import type { Pipeline } from './load.ts';
import { readTogether, writeTogether } from './one-statement.ts';
import { pathOf, weightOf } from './path.ts';
import { readFromSnapshot } from './queries.ts';
import { runPipelines } from './transaction.ts';
import { createKeyedBatchers, createSlots } from './turns.ts';

/** Whose items: one install's, or the plugin's own. The caller has checked that they may be used. */
export type StorageHolder =
  | {
      kind: 'install';
      installId: number;
      /** Why nothing may be written, where it may only be read. */
      refuseWrites?: () => Failure;
    }
  | { kind: 'plugin'; pluginId: number };

/** What installs and plugins keep, by key (Envoy's storage pipeline). Pipelines that come at the same time share statements. */
export interface Storage {
  /**
   * Runs the commands in order, as one transaction: all take effect, or none.
   *
   * @param commands as they came in a body; the values of `set` as `RawJson`, to be kept byte for byte.
   * @returns the results as the text of a JSON array, one for each command, when everything is durable.
   * @throws Failure `invalid` (422), `value_too_large` (413) or `condition_failed` (409), with a pointer to the command.
   */
  pipeline(holder: StorageHolder, commands: unknown): Promise<string>;
  /**
   * The same within the caller's transaction, which has to be rolled back when this throws. Rows stay locked until it ends, so this
   * comes last in it, and once.
   */
  pipelineIn(tx: Db, holder: StorageHolder, commands: unknown): Promise<string>;
}

/** The pool that pipelines run on, and what one of them may do. */
export interface StorageOptions {
  db: Database;
  limits: StorageLimits;
}

// Of ten connections (by default) those that work which may take long can have at once: the rest stays for what is quick.
const LONG_RUNNING = 4;
// Memory that one batch may take, roughly; 32 requests of ten commands are far below.
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** Once a process: its batches and its bound on what may take long are for all callers together. */
export function createStorage({ db, limits }: StorageOptions): Storage {
  const slots = createSlots(LONG_RUNNING);
  const install = createEngine(db, INSTALL_ITEMS, limits, slots);
  const plugin = createEngine(db, PLUGIN_ITEMS, limits, slots);
  const engineOf = (holder: StorageHolder) => (holder.kind === 'install' ? install : plugin);
  return {
    pipeline: async (holder, input) => {
      const pipeline = { holderId: idOf(holder), commands: parseCommands(input, limits) };
      if ('refuseWrites' in holder && holder.refuseWrites && !isReadOnly(pipeline)) {
        throw holder.refuseWrites();
      }
      return engineOf(holder).run(pipeline);
    },
    pipelineIn: async (tx, holder, input) => {
      const commands = parseCommands(input, limits);
      return engineOf(holder).runIn(tx, { holderId: idOf(holder), commands });
    },
  };
}

const idOf = (holder: StorageHolder) =>
  holder.kind === 'install' ? holder.installId : holder.pluginId;

interface Engine {
  run(pipeline: Pipeline): Promise<string>;
  runIn(tx: Db, pipeline: Pipeline): Promise<string>;
}

function createEngine(
  db: Database,
  table: ItemTable,
  limits: StorageLimits,
  slots: ReturnType<typeof createSlots>,
): Engine {
  const { maxKeyBytes, maxValueBytes } = limits;
  const sizes = { maxKeyBytes, maxValueBytes, maxResultBytes: maxResultBytes(limits) };
  const together = {
    weigh: (pipeline: Pipeline) => weightOf(pipeline.commands),
    maxWeight: MAX_BATCH_BYTES,
    ...whenUnavailable,
  };
  const inTransaction = (pipelines: Pipeline[]) =>
    persistently(() => db.transaction((tx) => runPipelines(tx, table, pipelines, sizes)));

  const read = createBatcher<Pipeline, string>({
    ...together,
    run: (pipelines) => readTogether(db, table, pipelines),
  });
  const write = createBatcher<Pipeline, string>({
    ...together,
    run: (pipelines) => persistently(() => writeTogether(db, table, pipelines)),
  });
  const transact = createBatcher<Pipeline, string>({ ...together, run: inTransaction });
  const unique = createKeyedBatchers<number, Pipeline, string>({
    ...together,
    run: (pipelines) => slots(() => inTransaction(pipelines)),
  });

  const runIn = async (tx: Db, pipeline: Pipeline): Promise<string> => {
    const [result] = await runPipelines(tx, table, [pipeline], sizes);
    if (typeof result !== 'string') throw result;
    return result;
  };
  const alone = (pipeline: Pipeline): Promise<string> => {
    // A single list is one statement, which sees one moment anyway.
    if (pipeline.commands.length === 1) return runIn(db, pipeline);
    return persistently(() =>
      db.transaction(async (tx) => {
        if (isReadOnly(pipeline)) await readFromSnapshot(tx);
        return runIn(tx, pipeline);
      }),
    );
  };

  return {
    runIn,
    run: (pipeline) => {
      switch (pathOf(pipeline.commands, sizes)) {
        case 'read':
          return read(pipeline);
        case 'blind':
          return write(pipeline);
        case 'transaction':
          return transact(pipeline);
        case 'unique':
          return unique(pipeline.holderId, pipeline);
        case 'alone':
          return slots(() => alone(pipeline));
      }
    },
  };
}

const isReadOnly = ({ commands }: Pipeline) =>
  commands.every((command) => !('key' in command && itemAction(command).changes));

const ATTEMPTS = 5;

/**
 * Runs again what PostgreSQL gave up because of another transaction. Ours take their locks in one order, so that this happens only when
 * someone else holds locks on items; each time, it is because that transaction went on, so that waiting it out is enough.
 */
async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error) && !isUniqueViolation(error)) throw error;
      if (attempt < ATTEMPTS) continue;
      throw new Failure('unavailable', 'Too many others write the same items; try again', {
        retryAfter: 1,
        cause: error,
      });
    }
  }
}
