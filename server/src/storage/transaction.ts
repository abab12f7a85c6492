import type { Db } from '../lib/db.ts';
import { Failure, refusal } from '../lib/failures.ts';
import { groupBy } from '../lib/group.ts';
import type { Circumstances } from './actions/action.ts';
import { type Command, queryAction } from './actions.ts';
import { applyPipeline } from './apply.ts';
import { type ChosenValues, chooseUniqueValues } from './choose-unique.ts';
import type { ItemTable } from './item-table.ts';
import { lockAndLoad, type Pipeline } from './load.ts';
import { lockUniqueValues, selectTakenValues } from './queries.ts';
import type { WorkingSet } from './working-set.ts';
import { writeDown } from './write-down.ts';

/**
 * Runs pipelines one after another in the caller's transaction, with a handful of statements for all of them. One that fails is
 * answered with its failure and leaves no trace; a single one throws it, for then there is nothing to keep.
 *
 * Everyone takes locks in one order: first the right to hand out unique values to a holder, then all rows that any command may change,
 * by holder and key. So no two transactions wait for each other, and once the rows are locked nothing that another transaction does
 * can make this one fail.
 */
export async function runPipelines(
  tx: Db,
  table: ItemTable,
  pipelines: readonly Pipeline[],
  sizes: Pick<Circumstances, 'maxValueBytes' | 'maxResultBytes'>,
): Promise<(string | Failure)[]> {
  // Before any row is locked, for where millions of values are taken this takes seconds.
  const choice = await chooseForPipelines(tx, table, pipelines);
  const { items, now } = await lockAndLoad(tx, table, pipelines, sizes.maxResultBytes);
  const { maxValueBytes, maxResultBytes } = sizes;
  const circumstances = { now, choice, maxValueBytes, maxResultBytes };
  const run: Run = { tx, table, items, circumstances };
  const results: (string | Failure)[] = [];
  for (const pipeline of pipelines) {
    const alone = pipelines.length === 1;
    results.push(await (alone ? runPipeline(run, pipeline) : runOrUndo(run, pipeline)));
  }
  await writeDown(tx, table, items);
  return results;
}

interface Run {
  tx: Db;
  table: ItemTable;
  items: WorkingSet;
  circumstances: Circumstances;
}

async function runOrUndo(run: Run, pipeline: Pipeline): Promise<string | Failure> {
  const mark = run.items.mark();
  try {
    return await runPipeline(run, pipeline);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    run.items.rollback(mark);
    releaseChosen(run, pipeline);
    return error;
  }
}

// Lists that pass over many items take long, and in a pipeline that writes they do so while others wait for its rows.
const MANY_ITEMS = 100_000;
const LONG_MS = 1000;

async function runPipeline(run: Run, { holderId, commands }: Pipeline): Promise<string> {
  const { tx, table, items, circumstances } = run;
  const steps = applyPipeline(commands, items.holder(holderId), circumstances);
  const source = { db: tx, table, holderId, maxBytes: circumstances.maxResultBytes };
  const started = performance.now();
  let passed = 0;
  let step = steps.next();
  while (!step.done) {
    const { query, index } = step.value;
    const action = queryAction(query);
    if (passed > MANY_ITEMS && performance.now() - started > LONG_MS) {
      throw refusal('invalid', `/commands/${index}`, TOO_MUCH_LISTED);
    }
    passed += action.itemsPassed(query);
    // It sees what the commands before it did.
    await writeDown(tx, table, items);
    step = steps.next(await action.answer(source, query, index));
  }
  return step.value;
}

const TOO_MUCH_LISTED =
  'comes after lists that took too long; use "after" instead of high pages, or pipelines of their own';

async function chooseForPipelines(
  tx: Db,
  table: ItemTable,
  pipelines: readonly Pipeline[],
): Promise<ChosenValues<Command>> {
  const seekers = pipelines.flatMap(({ holderId, commands }) =>
    commands.flatMap((command) =>
      'range' in command ? [{ key: command as Command, range: command.range, holderId }] : [],
    ),
  );
  const all: ChosenValues<Command> = { chosen: new Map(), complete: true };
  const holders = [...groupBy(seekers, (seeker) => seeker.holderId)].sort(([a], [b]) => a - b);
  for (const [holderId, ofHolder] of holders) {
    await lockUniqueValues(tx, table, holderId);
    const findTaken = (values: string[]) => selectTakenValues(tx, table, holderId, values);
    const { chosen, complete } = await chooseUniqueValues(ofHolder, findTaken);
    for (const [command, value] of chosen) all.chosen.set(command, value);
    all.complete &&= complete;
  }
  return all;
}

function releaseChosen({ items, circumstances }: Run, { holderId, commands }: Pipeline): void {
  const holder = items.holder(holderId);
  for (const command of commands) {
    const value = circumstances.choice.chosen.get(command);
    if (value !== undefined) holder.release(value);
  }
}
