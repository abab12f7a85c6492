import { expect } from 'vitest';

/** What the storage should hold, as plainly as it can be said: the measure for the real one. */
export interface ModelItem {
  value: unknown;
  version: number;
  /** It is the unique value that set_unique chose. */
  unique: boolean;
  expires: boolean;
}

export type Model = Map<string, ModelItem>;

export interface Command {
  action: string;
  key: string;
  [field: string]: unknown;
}

/** What a pipeline was answered: its results, or the status and place of its failure. */
export type Outcome = { results: unknown[] } | { status: number; index: number };

class Refused extends Error {
  readonly status: number;
  readonly index: number;
  constructor(status: number, index: number) {
    super('refused');
    this.status = status;
    this.index = index;
  }
}

/** Checks the outcome of a pipeline against the model, and returns the model after it. */
export function check(before: Model, commands: Command[], outcome: Outcome): Model {
  const model: Model = new Map(before);
  const results = 'results' in outcome ? outcome.results : undefined;
  if (results !== undefined) expect(results).toHaveLength(commands.length);
  try {
    for (const [index, command] of commands.entries()) {
      if (results === undefined && isRandom(command)) return before;
      const expected = apply(model, command, index, results?.[index]);
      if (results !== undefined) expect(results[index]).toEqual(expected);
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(outcome).toEqual({ status: error.status, index: error.index });
    return before;
  }
  expect(outcome).toHaveProperty('results');
  return model;
}

// Whether a later command fails may depend on what was drawn, which a refused pipeline does not tell.
const isRandom = (command: Command) => command.action.startsWith('set_unique');

function apply(model: Model, command: Command, index: number, actual: unknown): unknown {
  const { key } = command;
  const item = model.get(key);
  const version = (item?.version ?? 0) + 1;
  const put = (next: ModelItem) => {
    model.set(key, next);
    return shown(key, next, command);
  };
  switch (command.action) {
    case 'get':
      return shown(key, item, command);
    case 'unset':
      model.delete(key);
      return shown(key, item, command);
    case 'set':
      if (command.if_absent === true && item !== undefined) throw new Refused(409, index);
      if (command.if_version !== undefined && item?.version !== command.if_version) {
        throw new Refused(409, index);
      }
      return put({
        value: command.value,
        version,
        unique: false,
        expires: command.ttl !== undefined,
      });
    case 'increment': {
      const number = item?.value ?? 0;
      if (item?.value === null || typeof number !== 'number') throw new Refused(422, index);
      const sum = number + ((command.by as number | undefined) ?? 1);
      return put({ value: sum, version, unique: false, expires: item?.expires ?? false });
    }
    case 'list':
      return listed(model, command);
    default: {
      const free = freeValues(model, command);
      if (free.length === 0) return null;
      const { value } = actual as { value: unknown };
      expect(free).toContain(value);
      return put({ value, version, unique: true, expires: false });
    }
  }
}

function shown(key: string, item: ModelItem | undefined, command: Command): unknown {
  if (item === undefined) return null;
  const { value, version, expires } = item;
  if (command.meta !== true) return { key, value };
  return { key, value, version, expires_at: expires ? expect.any(String) : null };
}

function listed(model: Model, command: Command): unknown[] {
  const {
    page = 1,
    limit = 100,
    prefix = '',
    after = '',
  } = command as unknown as Record<string, never>;
  const keys = [...model.keys()]
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .filter((key) => key.startsWith(prefix))
    .filter((key) => Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0);
  return keys
    .slice((page - 1) * limit, page * limit)
    .map((key) => shown(key, model.get(key), command));
}

function freeValues(model: Model, command: Command): unknown[] {
  const held = new Set<unknown>();
  for (const [key, item] of model) if (item.unique && key !== command.key) held.add(item.value);
  return rangeOf(command).filter((value) => !held.has(value));
}

/** All values of a small range. */
function rangeOf(command: Command): unknown[] {
  if (command.action === 'set_unique_num') {
    const { min, max } = command as unknown as { min: number; max: number };
    return Array.from({ length: max - min + 1 }, (_, index) => min + index);
  }
  const { chars, size } = command as unknown as { chars: string; size: number };
  let values = [''];
  for (let left = size; left > 0; left--) {
    values = values.flatMap((value) => [...chars].map((char) => value + char));
  }
  return values;
}
