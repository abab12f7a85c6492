import { beforeEach, expect, test, vi } from 'vitest';
import { createOutages, type Outages } from '../../src/lib/outages.ts';

type Line = [level: string, message: string, fields: Record<string, unknown>];

let lines: Line[];
let outages: Outages;
beforeEach(() => {
  lines = [];
  const tell = (level: string) => (fields: object, message: string) =>
    void lines.push([level, message, { ...fields }]);
  outages = createOutages({ error: tell('error'), warn: tell('warn'), info: tell('info') });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  return () => {
    vi.useRealTimers();
  };
});

const levels = () => lines.map(([level]) => level);
const away = new Error('The database is away');

test('an outage of thousands is told when it begins, every ten seconds with a count, and when it is over', () => {
  for (let n = 0; n < 1000; n++) outages.met('requests failed', away, { reqId: n });
  expect(lines).toEqual([['error', 'requests failed', { err: away, reqId: 0 }]]);
  vi.advanceTimersByTime(10_000);
  expect(lines[1]).toEqual([
    'warn',
    'requests failed: it goes on',
    { reason: away.message, times: 999 },
  ]);
  for (let n = 0; n < 500; n++) outages.met('requests failed', away);
  vi.advanceTimersByTime(10_000);
  expect(lines[2]?.[2]).toEqual({ reason: away.message, times: 500 });
  vi.advanceTimersByTime(10_000);
  expect(lines[3]).toEqual([
    'info',
    'requests failed: it is over',
    { reason: away.message, times: 1500, seconds: 30 },
  ]);
  vi.advanceTimersByTime(60_000);
  expect(levels()).toEqual(['error', 'warn', 'warn', 'info']);
});

test('each reason is an outage of its own, and one that comes again begins anew', () => {
  outages.met('requests failed', away);
  outages.met('requests failed', new Error('The database is full'));
  outages.met('claiming jobs failed', away);
  expect(levels()).toEqual(['error', 'error', 'error']);
  vi.advanceTimersByTime(10_000);
  expect(levels().slice(3)).toEqual(['info', 'info', 'info']);
  outages.met('requests failed', away);
  expect(levels().slice(6)).toEqual(['error']);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(10_000);
  expect(vi.getTimerCount()).toBe(0);
});
