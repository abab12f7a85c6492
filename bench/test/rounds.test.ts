import { expect, test } from 'vitest';
import { quietOf } from '../src/figures/results.ts';
import * as effort from '../src/harness/effort.ts';
import { QUIET_BELOW } from '../src/harness/foreign-load.ts';
import type { Stretch } from '../src/harness/meter.ts';
import { refuseUnlessQuiet } from '../src/harness/performance-page.ts';
import { medianOf, pairedRatio, pairedRounds } from '../src/harness/rounds.ts';

const { QUICK } = effort;
const loudRounds: number[] = [];
const FULL: effort.Effort = {
  ...effort.FULL,
  onLoud: (foreign) => loudRounds.push(foreign),
};

interface Numbered extends Stretch {
  turn: number;
}

/** A contestant whose turns were as loud as given, and then quiet. */
function contestant(loads: (number | undefined)[], turns: string[] = [], name = '') {
  let turn = 0;
  return async (): Promise<Numbered> => {
    turns.push(name);
    return { turn: ++turn, foreign: turn > loads.length ? 0 : loads[turn - 1] };
  };
}

const turnsOf = (samples: Numbered[]): number[] => samples.map(({ turn }) => turn);

test('a round that was not quiet does not count, and is made again', async () => {
  const rounds = await pairedRounds(FULL, { a: contestant([0, 0.3, 0.01]), b: contestant([]) });
  expect(turnsOf(rounds.of.a)).toEqual([1, 3, 4, 5, 6]);
  expect(loudRounds).toEqual([0.3]);
  expect(rounds.isQuiet).toBe(true);
});

test('a round is as loud as its loudest stretch: the others’ turns in it do not count either', async () => {
  const loads = { a: contestant([0, 0, QUIET_BELOW]), b: contestant([0.2]) };
  const rounds = await pairedRounds(FULL, loads);
  expect(turnsOf(rounds.of.a)).toEqual([2, 4, 5, 6, 7]);
  expect(turnsOf(rounds.of.b)).toEqual([2, 4, 5, 6, 7]);
});

test('when enough quiet rounds are not to be had, the least loud fill up, and it is said', async () => {
  const loads = Array.from({ length: 12 }, (_, turn) => 1 - turn / 100);
  const turns: string[] = [];
  const rounds = await pairedRounds(FULL, { a: contestant(loads, turns) });
  expect(turns).toHaveLength(FULL.atMost);
  expect(turnsOf(rounds.of.a)).toEqual([13, 14, 15, 12, 11]);
  expect(rounds.isQuiet).toBe(false);
});

test('where load cannot be known, every round counts', async () => {
  const unknown = contestant([undefined, undefined, undefined, undefined, undefined]);
  const rounds = await pairedRounds(FULL, { a: unknown });
  expect(turnsOf(rounds.of.a)).toEqual([1, 2, 3, 4, 5]);
});

test('what is quick is one round, whatever else runs', async () => {
  const rounds = await pairedRounds(QUICK, { a: contestant([0.9]) });
  expect(turnsOf(rounds.of.a)).toEqual([1]);
});

test('every other round goes backwards', async () => {
  const turns: string[] = [];
  const loads = { a: contestant([], turns, 'a'), b: contestant([], turns, 'b') };
  await pairedRounds({ ...FULL, rounds: 2 }, loads);
  expect(turns).toEqual(['a', 'b', 'b', 'a']);
});

test('a ratio is the median of those within the rounds', () => {
  const figures = { ours: (value: number) => value, theirs: (value: number) => value };
  expect(pairedRatio([2, 30, 4], [1, 10, 4], figures)).toBe(2);
  expect(medianOf([{ n: 4 }, { n: 1 }, { n: 3 }, { n: 2 }], ({ n }) => n)).toBe(2.5);
});

test('nothing is written that was not quiet', () => {
  const cost = { server: 1, postgres: 1, rate: 1 };
  const written = quietOf({
    costs: [
      { ...cost, operation: 'storage get', isQuiet: true },
      { ...cost, operation: 'storage set', isQuiet: false },
    ],
    results: [
      { goal: 'memory', value: 100, detail: 'all of it', isQuiet: true },
      { goal: 'start', value: 9, detail: '0.36 s ÷ 0.04 s', isQuiet: false },
    ],
  });
  expect(written.costs.map(({ operation }) => operation)).toEqual(['storage get']);
  expect(written.results.map(({ goal, value }) => [goal, value])).toEqual([
    ['memory', 100],
    ['start', null],
  ]);
  expect(JSON.stringify(written)).not.toContain('0.36');
  expect(() => refuseUnlessQuiet({ isQuiet: true })).not.toThrow();
  expect(() => refuseUnlessQuiet({ isQuiet: false })).toThrow('Nothing is written');
});
