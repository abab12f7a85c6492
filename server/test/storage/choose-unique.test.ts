import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPipeline } from '../../src/storage/apply.ts';
import { chooseUniqueValues } from '../../src/storage/choose-unique.ts';
import { type Command, parseCommands, type UniqueCommand } from '../../src/storage/commands.ts';
import { numberSpace, randomBelow, type Space, stringSpace } from '../../src/storage/space.ts';
import { createWorkingSet } from '../../src/storage/working-set.ts';
import { LIMITS } from './harness.ts';

const valuesOf = (space: Space) =>
  Array.from({ length: Number(space.size) }, (_, index) => space.at(BigInt(index)));

/** Chooses a value for each space, in order; undefined where none is left. */
async function choose(spaces: Space[], taken: ReadonlySet<string>) {
  let queries = 0;
  const seekers = spaces.map((space, index) => ({ key: index, space }));
  const { chosen, complete } = await chooseUniqueValues(seekers, async (values) => {
    queries++;
    return values.filter((value) => taken.has(value));
  });
  expect(complete).toBe(true);
  return { values: spaces.map((_, index) => chosen.get(index)), queries };
}

const smallSpace = fc.oneof(
  fc
    .tuple(fc.integer({ min: -3, max: 6 }), fc.integer({ min: 0, max: 6 }))
    .map(([min, length]) => numberSpace(min, min + length)),
  fc
    .tuple(fc.constantFrom('0', '01', '10', '012', 'ab0'), fc.integer({ min: 1, max: 2 }))
    .map(([chars, size]) => stringSpace([...chars], size)),
);

test('each command gets a free value of its own, and none only when all are taken', async () => {
  const universe = [
    ...valuesOf(numberSpace(-3, 12)),
    ...valuesOf(stringSpace([...'012ab'], 2)),
    ...valuesOf(stringSpace([...'012ab'], 1)),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(smallSpace, { minLength: 1, maxLength: 12 }),
      fc.subarray(universe),
      async (spaces, takenValues) => {
        const taken = new Set(takenValues);
        const { values } = await choose(spaces, taken);
        for (const [index, space] of spaces.entries()) {
          const value = values[index];
          if (value === undefined) {
            for (const before of values.slice(0, index))
              if (before !== undefined) taken.add(before);
            expect(valuesOf(space).filter((each) => !taken.has(each))).toEqual([]);
          } else {
            expect(space.contains(value) && !takenValues.includes(value)).toBe(true);
            expect(values.indexOf(value)).toBe(index);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});

describe('a space', () => {
  test.each([
    ['of strings', stringSpace([...'x😀"\\'], 3), 64],
    ['of numbers', numberSpace(-30, 33), 64],
    ['of one number', numberSpace(5, 5), 1],
  ])('%s knows all its values, and draws no others', (_name, space, size) => {
    const values = valuesOf(space);
    expect(new Set(values).size).toBe(size);
    expect(values.every((value) => space.contains(value))).toBe(true);
    expect(values.every((value) => JSON.stringify(JSON.parse(value)) === value)).toBe(true);
    const drawn = new Set(Array.from({ length: 2000 }, () => space.draw()));
    expect([...drawn].toSorted()).toEqual(values.toSorted());
  });

  test('does not contain what is like its values', () => {
    const strings = stringSpace([...'01'], 2);
    for (const other of ['"0"', '"000"', '"02"', '01', '0', '""']) {
      expect(strings.contains(other)).toBe(false);
    }
    const numbers = numberSpace(-1, 10);
    for (const other of ['"1"', '-2', '11']) expect(numbers.contains(other)).toBe(false);
  });

  test('is as large as its bounds say, beyond what a double counts', () => {
    const all = numberSpace(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
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

describe('a large space', () => {
  const space = numberSpace(0, 99_999);

  test('with room takes one query', async () => {
    const taken = new Set(valuesOf(space).slice(0, 50_000));
    const { values, queries } = await choose([space], taken);
    expect(Number(values[0])).toBeGreaterThanOrEqual(50_000);
    expect(queries).toBeLessThan(4);
  });

  test('that is full but for a few gives these, wherever they are', async () => {
    const taken = new Set(valuesOf(space));
    for (const left of ['0', '54321', '99999']) taken.delete(left);
    const { values, queries } = await choose([space, space, space, space], taken);
    expect(values.slice(0, 3).toSorted()).toEqual(['0', '54321', '99999']);
    expect(values[3]).toBeUndefined();
    // Looked through once: in windows of about 4,000.
    expect(queries).toBeLessThan(35);
  });

  test('is searched only so far: then a command is refused instead of told that all are taken', async () => {
    const [command] = parseCommands([{ action: 'set_unique_num', key: 'a', max: 1e9 }], LIMITS);
    const seeker = command as UniqueCommand;
    const seekers = [{ key: seeker, space: seeker.space }];
    const choice = await chooseUniqueValues<Command>(seekers, async (values) => values);
    expect(choice).toEqual({ chosen: new Map(), complete: false });
    const items = createWorkingSet();
    items.add(1, 'a', undefined, true);
    const circumstances = { now: 0, choice, maxResultBytes: 1000 };
    const steps = applyPipeline([seeker], items.scope(1), circumstances);
    expect(() => steps.next()).toThrow(/^\/commands\/0 finds no free value/);
  });
});
