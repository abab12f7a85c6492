import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignTicks } from '../src/harness/foreign-load.ts';
import {
  isBelow,
  type ProcessTimes,
  parseProcess,
  parseProcessors,
  ticksBelow,
} from '../src/harness/proc.ts';

// As Linux 6 writes it, of a backend of PostgreSQL.
const statOf = (name: string) =>
  `4711 (${name}) S 4700 4711 4711 0 -1 4194560 1520 0 3 0 120 35 7 4 20 0 1 0 885012 230486016 5410 18446744073709551615 1 1 0 0`;

const WAITED = { pid: 4711, parent: 4700, own: 155, ended: 11 };

test('the times of a process are read from behind its name', () => {
  expect(parseProcess(statOf('postgres'))).toEqual(WAITED);
});

test('a name may have anything in it', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(parseProcess(statOf(name))).toEqual(WAITED);
    }),
  );
  expect(parseProcess(statOf('a) S 1 2 (b'))).toEqual(WAITED);
});

test('of the processors, what is neither idle nor waits counts as busy, and what was stolen apart', () => {
  const text = 'cpu  100 20 30 4000 500 6 7 80 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 1\n';
  expect(parseProcessors(text)).toEqual({ busy: 163, stolen: 80 });
});

const processes = (...all: [pid: number, parent: number, own: number, ended: number][]) =>
  new Map<number, ProcessTimes>(
    all.map(([pid, parent, own, ended]) => [pid, { pid, parent, own, ended }]),
  );

const TREE = processes(
  [1, 0, 1, 0],
  [2, 0, 0, 0],
  [20, 2, 300, 0],
  [100, 1, 10, 5],
  [110, 100, 20, 0],
  [111, 110, 40, 1],
  [200, 1, 1000, 50],
);

test('a process is below itself and below whoever started it, however far back', () => {
  const below = [1, 2, 20, 100, 110, 111, 200].filter((pid) => isBelow(pid, 100, TREE));
  expect(below).toEqual([100, 110, 111]);
});

test('whoever ends meanwhile is counted once: with its parent, which waited for it', () => {
  expect(ticksBelow(100, TREE)).toBe(76);
  const after = processes([1, 0, 1, 0], [100, 1, 10, 5], [110, 100, 20, 41]);
  expect(ticksBelow(100, after)).toBe(76);
});

test('foreign is what is neither ours nor the kernel’s', () => {
  expect(foreignTicks(TREE, 100)).toBe(1 + 1050);
});
