import { randomInt } from 'node:crypto';
import type { ChosenValues } from './choose-unique.ts';
import type { Command, ListCommand, SetCommand, UniqueCommand } from './commands.ts';
import { refusal } from './refusal.ts';
import { collectResults, itemText } from './results.ts';
import type { HolderItems, Item } from './working-set.ts';

export interface Circumstances {
  /** The database's time, in milliseconds since 1970. */
  now: number;
  /** For each `set_unique` a free value of its own. */
  choice: ChosenValues<Command>;
  maxResultBytes: number;
}

/**
 * Runs the commands of one pipeline, in order, on the working set. Yields each `list`, to be answered with its JSON text.
 *
 * @returns the results as the text of a JSON array.
 * @throws Failure when a condition does not hold or a command cannot be done; the caller then rolls the working set back.
 */
export function* applyPipeline(
  commands: readonly Command[],
  items: HolderItems,
  circumstances: Circumstances,
): Generator<{ list: ListCommand; index: number }, string, string> {
  const results = collectResults(circumstances.maxResultBytes);
  for (const [index, command] of commands.entries()) {
    const result =
      command.action === 'list'
        ? yield { list: command, index }
        : applyCommand(command, index, items, circumstances);
    results.add(result);
  }
  return results.text();
}

function applyCommand(
  command: Exclude<Command, ListCommand>,
  index: number,
  items: HolderItems,
  circumstances: Circumstances,
): string {
  const { key, meta } = command;
  const before = items.get(key);
  switch (command.action) {
    case 'get':
      return itemText(key, before, meta);
    case 'unset':
      if (before !== undefined) items.put(key, undefined);
      return itemText(key, before, meta);
    case 'set':
      checkConditions(command, index, before);
      return store(key, setItem(command, before, circumstances.now), items, meta);
    case 'increment':
      return store(key, incremented(command.by, index, before), items, meta);
    case 'set_unique': {
      const { chosen, complete } = circumstances.choice;
      const value = chosen.get(command) ?? freedValue(command, before, items);
      if (value !== undefined) return store(key, uniqueItem(value, before), items, meta);
      if (!complete) throw refusal('invalid', `/commands/${index}`, RANGE_TOO_FULL);
      return 'null';
    }
  }
}

const RANGE_TOO_FULL =
  'finds no free value: millions are taken, too many to look through; choose from more';

function store(key: string, item: Item, items: HolderItems, meta: boolean): string {
  items.put(key, item);
  return itemText(key, item, meta);
}

function checkConditions(command: SetCommand, index: number, before: Item | undefined): void {
  if (command.ifAbsent && before !== undefined) {
    throw conditionFailed(index, `if_absent: there is an item, of version ${before.version}`);
  }
  if (command.ifVersion !== undefined && before?.version !== command.ifVersion) {
    const found = before === undefined ? 'there is no item' : `its version is ${before.version}`;
    throw conditionFailed(index, `if_version ${command.ifVersion}: ${found}`);
  }
}

function conditionFailed(index: number, what: string): Error {
  return refusal('condition_failed', `/commands/${index}`, `does not hold, ${what}`);
}

function setItem(command: SetCommand, before: Item | undefined, now: number): Item {
  return {
    value: command.value,
    version: nextVersion(before),
    uniqueValue: undefined,
    expiresAt: command.ttl === undefined ? null : now + command.ttl * 1000,
  };
}

const nextVersion = (before: Item | undefined) => (before?.version ?? 0) + 1;

// JSON's numbers, and nothing else that Number() reads.
const NUMBER = /^-?[0-9]/;

function incremented(by: number, index: number, before: Item | undefined): Item {
  const text = before?.value ?? '0';
  if (!NUMBER.test(text)) {
    throw refusal(
      'invalid',
      `/commands/${index}`,
      'needs a number to increment; the value is none',
    );
  }
  const sum = Number(text) + by;
  if (!Number.isFinite(sum)) {
    throw refusal('invalid', `/commands/${index}/by`, 'makes a number beyond what a double holds');
  }
  return {
    value: JSON.stringify(sum),
    version: nextVersion(before),
    uniqueValue: undefined,
    // A counter that was given a life keeps it: it counts within a window of time.
    expiresAt: before?.expiresAt ?? null,
  };
}

function uniqueItem(value: string, before: Item | undefined): Item {
  return { value, version: nextVersion(before), uniqueValue: value, expiresAt: null };
}

/** Where every value was taken when the transaction looked: one that its own commands have freed since, such as the key's own. */
function freedValue(
  command: UniqueCommand,
  before: Item | undefined,
  items: HolderItems,
): string | undefined {
  const free = [...items.freeValues()];
  if (before?.uniqueValue !== undefined) free.push(before.uniqueValue);
  const fitting = free.filter((value) => command.range.contains(value));
  return fitting.length === 0 ? undefined : fitting[randomInt(fitting.length)];
}
