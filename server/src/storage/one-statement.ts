import type { Db } from '../lib/db.ts';
import type { Command } from './actions.ts';
import type { ItemTable, Wanted } from './item-table.ts';
import type { Pipeline } from './load.ts';
import {
  type BlindWrite,
  type FoundItem,
  selectItems,
  upsertAndSelect,
} from './one-statement-queries.ts';
import { itemText, valueText } from './results.ts';

/** Pipelines of `get`, as {@link pathOf} picked them: one look-up for all. */
export async function readTogether(
  db: Db,
  table: ItemTable,
  pipelines: readonly Pipeline[],
): Promise<string[]> {
  const plan = planTogether(pipelines);
  const found = byNumber(await selectItems(db, table, plan.wanted, plan.meta));
  return answers(plan.parts, found);
}

/** Pipelines of `get` and unconditional `set`, as {@link pathOf} picked them: one statement, and so one commit, for all. */
export async function writeTogether(
  db: Db,
  table: ItemTable,
  pipelines: readonly Pipeline[],
): Promise<string[]> {
  const plan = planTogether(pipelines);
  const found = byNumber(await upsertAndSelect(db, table, plan.writes, plan.wanted));
  return answers(plan.parts, found);
}

/** A `get` that the database answers; `n` numbers what was looked up. */
interface LookUp {
  n: number;
  key: string;
  meta: boolean;
}

interface Plan {
  writes: BlindWrite[];
  wanted: Wanted[];
  meta: boolean;
  /** For each pipeline, its results: those that are known already, and those to come. */
  parts: (string | LookUp)[][];
}

/**
 * The pipelines run as if one after another. Of several values for a key the last is stored, since a statement cannot write a row twice;
 * a `get` behind a `set` is answered from here, since a statement does not see what it writes itself.
 */
function planTogether(pipelines: readonly Pipeline[]): Plan {
  const holders = new Map<number, Map<string, Touched>>();
  const plan: Plan = { writes: [], wanted: [], meta: false, parts: [] };
  for (const { holderId, commands } of pipelines) {
    let touched = holders.get(holderId);
    if (touched === undefined) {
      touched = new Map();
      holders.set(holderId, touched);
    }
    const parts: (string | LookUp)[] = [];
    for (const command of commands) parts.push(planCommand(plan, holderId, touched, command));
    plan.parts.push(parts);
  }
  return plan;
}

/** A key that a command before dealt with. */
interface Touched {
  write: BlindWrite | undefined;
  /** Its number, if it was looked up. */
  n: number | undefined;
}

function planCommand(
  plan: Plan,
  holderId: number,
  touched: Map<string, Touched>,
  command: Command,
): string | LookUp {
  if (command.action !== 'get' && command.action !== 'set') {
    throw new Error(`${command.action} needs a transaction`);
  }
  const { key, meta } = command;
  let known = touched.get(key);
  if (known === undefined) {
    known = { write: undefined, n: undefined };
    touched.set(key, known);
  }
  if (command.action === 'set') {
    if (known.write === undefined) {
      known.write = { h: holderId, k: key, v: '', w: 0, e: undefined };
      plan.writes.push(known.write);
    }
    known.write.v = command.value;
    known.write.e = command.ttl;
    known.write.w++;
    return valueText(key, command.value);
  }
  if (known.write !== undefined) return valueText(key, known.write.v);
  if (known.n === undefined) {
    known.n = plan.wanted.length;
    plan.wanted.push({ n: known.n, h: holderId, k: key });
  }
  plan.meta ||= meta;
  return { n: known.n, key, meta };
}

function byNumber(rows: FoundItem[]): FoundItem[] {
  const found: FoundItem[] = [];
  for (const row of rows) found[row.n] = row;
  return found;
}

function answers(parts: (string | LookUp)[][], found: FoundItem[]): string[] {
  return parts.map((ofPipeline) => {
    const results = ofPipeline.map((part) =>
      typeof part === 'string' ? part : shown(part, found),
    );
    return `[${results.join(',')}]`;
  });
}

function shown({ n, key, meta }: LookUp, found: FoundItem[]): string {
  const item = found[n];
  if (item === undefined || !meta) return valueText(key, item?.value);
  const expiresAt = item.expires_at?.getTime() ?? null;
  return itemText(key, { value: item.value, version: item.version ?? 0, expiresAt }, true);
}
