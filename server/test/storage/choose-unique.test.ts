import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UniqueCommand } from '../../src/storage/actions/set-unique.ts';
import type { Command } from '../../src/storage/actions.ts';
import { applyPipeline } from '../../src/storage/apply.ts';
import { chooseUniqueValues } from '../../src/storage/choose-unique.ts';
import { parseCommands } from '../../src/storage/commands.ts';
import {
  numberRange,
  randomBelow,
  stringRange,
  type ValueRange,
} from '../../src/storage/value-range.ts';
import { createWorkingSet } from '../../src/storage/working-set.ts';
import { LIMITS } from './harness.ts';

const valuesOf = (range: ValueRange) =>
  Array.from({ length: Number(range.size) }, (_, index) => range.at(BigInt(index)));

/** Chooses a value for each range, in order; undefined where none is left. */
async function choose(ranges: ValueRange[], taken: ReadonlySet<string>) {
  let queries = 0;
  const seekers = ranges.map((range, index) => ({ key: index, range }));
  const { chosen, complete } = await chooseUniqueValues(seekers, async (values) => {
    queries++;
    return values.filter((value) => taken.has(value));
  });
  expect(complete).toBe(true);
  return { values: ranges.map((_, index) => chosen.get(index)), queries };
}

const smallRange = fc.oneof(
  fc
    .tuple(fc.integer({ min: -3, max: 6 }), fc.integer({ min: 0, max: 6 }))
    .map(([min, length]) => numberRange(min, min + length)),
  fc
    .tuple(fc.constantFrom('0', '01', '10', '012', 'ab0'), fc.integer({ min: 1, max: 2 }))
    .map(([chars, size]) => stringRange([...chars], size)),
);

test('each command gets a free value of its own, and none only when all are taken', async () => {
  const universe = [
    ...valuesOf(numberRange(-3, 12)),
    ...valuesOf(stringRange([...'012ab'], 2)),
    ...valuesOf(stringRange([...'012ab'], 1)),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(smallRange, { minLength: 1, maxLength: 12 }),
      fc.subarray(universe),
      async (ranges, takenValues) => {
        const taken = new Set(takenValues);
        const { values } = await choose(ranges, taken);
        for (const [index, range] of ranges.entries()) {
          const value = values[index];
          if (value === undefined) {
            for (const before of values.slice(0, index))
              if (before !== undefined) taken.add(before);
            expect(valuesOf(range).filter((each) => !taken.has(each))).toEqual([]);
          } else {
            expect(range.contains(value) && !takenValues.includes(value)).toBe(true);
            expect(values.indexOf(value)).toBe(index);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});

describe('a range', () => {
  test.each([
    ['of strings', stringRange([...'x😀"\\'], 3), 64],
    ['of numbers', numberRange(-30, 33), 64],
    ['of one number', numberRange(5, 5), 1],
  ])('%s knows all its values, and draws no others', (_name, range, size) => {
    const values = valuesOf(range);
    expect(new Set(values).size).toBe(size);
    expect(values.every((value) => range.contains(value))).toBe(true);
    expect(values.every((value) => JSON.stringify(JSON.parse(value)) === value)).toBe(true);
    const drawn = new Set(Array.from({ length: 2000 }, () => range.draw()));
    expect([...drawn].toSorted()).toEqual(values.toSorted());
  });

  test('does not contain what is like its values', () => {
    const strings = stringRange([...'01'], 2);
    for (const other of ['"0"', '"000"', '"02"', '01', '0', '""']) {
      expect(strings.contains(other)).toBe(false);
    }
    const numbers = numberRange(-1, 10);
    for (const other of ['"1"', '-2', '11']) expect(numbers.contains(other)).toBe(false);
  });

  test('is as large as its bounds say, beyond what a double counts', () => {
    const all = numberRange(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    expect(all.size).toBe(2n ** 54n - 1n);
    expect(all.at(all.size - 1n)).toBe(String(Number.MAX_SAFE_INTEGER));
  });
});

test('random numbers below a bound are evenly spread', () => {
  const counts = [0, 0, 0, 0, 0];
  for (let draw = 0; draw < 5000; draw++) {
    const number = Number(randomBelow(5n));
    counts[number] = (counts[number] ?? 0) + 1;
  }
  // 1,000 each are expected; 200 more or less is seven standard deviations.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(200);
});

describe('a large range', () => {
  const range = numberRange(0, 99_999);

  test('with room takes one query', async () => {
    const taken = new Set(valuesOf(range).slice(0, 50_000));
    const { values, queries } = await choose([range], taken);
    expect(Number(values[0])).toBeGreaterThanOrEqual(50_000);
    expect(queries).toBeLessThan(4);
  });

  test('that is full but for a few gives these, wherever they are', async () => {
    const taken = new Set(valuesOf(range));
    for (const left of ['0', '54321', '99999']) taken.delete(left);
    const { values, queries } = await choose([range, range, range, range], taken);
    expect(values.slice(0, 3).toSorted()).toEqual(['0', '54321', '99999']);
    expect(values[3]).toBeUndefined();
    // Looked through once: in windows of about 4,000.
    expect(queries).toBeLessThan(35);
  });

  test('is searched only so far: then a command is refused instead of told that all are taken', async () => {
    const [command] = parseCommands([{ action: 'set_unique_num', key: 'a', max: 1e9 }], LIMITS);
    const seeker = command as UniqueCommand;
    const seekers = [{ key: seeker, range: seeker.range }];
    const choice = await chooseUniqueValues<Command>(seekers, async (values) => values);
    expect(choice).toEqual({ chosen: new Map(), complete: false });
    const items = createWorkingSet();
    items.add(1, 'a', undefined, true);
    const circumstances = { now: 0, choice, maxValueBytes: 1000, maxResultBytes: 1000 };
    const steps = applyPipeline([seeker], items.holder(1), circumstances);
    expect(() => steps.next()).toThrow(/^\/commands\/0 finds no free value/);
  });
});
