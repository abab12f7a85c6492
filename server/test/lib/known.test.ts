import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCache } from '../../src/lib/cache.ts';
import type { Listener, Topic } from '../../src/lib/changes.ts';
import { databaseNow } from '../../src/lib/clock.ts';
import { createKnown, type KnownOptions } from '../../src/lib/known.ts';

interface Thing {
  id: number;
  endsAt?: Date;
}

let now: number;
beforeEach(() => {
  now = Math.ceil(performance.now());
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

/** Somebody who says what is heard, and until when. */
function createTeller() {
  const listeners = new Map<Topic, Listener>();
  let heardUntil = now;
  return {
    changes: {
      onAtOnce: (topic: Topic, listener: Listener) => void listeners.set(topic, listener),
      heardUntil: () => heardUntil,
    },
    tell: (topic: Topic, id?: string) => listeners.get(topic)?.(id),
    /** Hears all until then. */
    hear: (at: number) => {
      heardUntil = at;
    },
  };
}

function setUp(options: Partial<KnownOptions<Thing>> = {}) {
  const teller = createTeller();
  const known = createKnown<Thing>({
    maxSize: 100,
    changes: teller.changes,
    topics: { installs: (id) => (thing) => String(thing.id) === id, clients: 'key', tokens: 'all' },
    endsAt: ({ endsAt }) => endsAt ?? null,
    ...options,
  });
  const learn = known.learn();
  for (const id of [1, 2]) learn(String(id), { id });
  learn('none', null);
  return { ...teller, known, learn };
}

test('while all changes are heard, what is known is believed however old it is', () => {
  const { known, hear } = setUp();
  now += 3_600_000;
  hear(now - 900);
  expect(known.peek('1')).toEqual({ id: 1 });
});

test('when nothing was heard for 0.9 s, nothing older than that is believed', () => {
  const { known, learn, hear } = setUp();
  now += 500;
  learn('3', { id: 3 });
  now += 400;
  expect(known.peek('1')).toEqual({ id: 1 });
  now += 1;
  expect(known.peek('1')).toBeUndefined();
  hear(Number.NEGATIVE_INFINITY);
  const late = known.learn();
  late('4', { id: 4 });
  now += 900;
  expect(known.peek('4')).toEqual({ id: 4 });
  now += 1;
  expect(known.peek('4')).toBeUndefined();
});

test('what is absent is believed to be so for 0.9 s, whatever is heard', () => {
  const { known, hear } = setUp();
  now += 900;
  expect(known.peek('none')).toBeNull();
  now += 1;
  hear(now);
  expect(known.peek('none')).toBeUndefined();
});

test('what nobody tells of is believed for 0.9 s', () => {
  const { known, hear } = setUp({ isTold: ({ id }) => id !== 1 });
  now += 901;
  hear(now);
  expect(known.peek('1')).toBeUndefined();
  expect(known.peek('2')).toEqual({ id: 2 });
});

test('what ends by itself is not believed any more then, by the clock of the database', () => {
  const { known, learn, hear } = setUp();
  learn('3', { id: 3, endsAt: new Date(databaseNow() + 300) });
  now += 299;
  hear(now);
  expect(known.peek('3')?.id).toBe(3);
  now += 1;
  expect(known.peek('3')).toBeUndefined();
});

test('a change that names what it is of takes that alone, any other takes all', () => {
  const { known, tell } = setUp();
  tell('installs', '1');
  expect(['1', '2', 'none'].map(known.peek)).toEqual([undefined, { id: 2 }, undefined]);
  known.learn()('none', null);
  tell('clients', '1');
  expect(['2', 'none'].map(known.peek)).toEqual([{ id: 2 }, null]);
  tell('clients', 'none');
  expect(['2', 'none'].map(known.peek)).toEqual([{ id: 2 }, undefined]);
  tell('tokens', '1');
  expect(known.peek('2')).toBeUndefined();
  known.learn()('2', { id: 2 });
  tell('installs');
  expect(known.peek('2')).toBeUndefined();
});

test('what was read before a change is not remembered, and not handed to whoever asks after it', async () => {
  const { changes, tell } = createTeller();
  const answers: ((value: Thing) => void)[] = [];
  const cache = createCache<Thing>({
    maxSize: 100,
    changes,
    topics: { tokens: 'all' },
    load: () => new Promise((resolve) => answers.push(resolve)),
  });
  const before = cache.get('1');
  tell('tokens');
  const after = cache.get('1');
  expect(answers).toHaveLength(2);
  answers[1]?.({ id: 2 });
  answers[0]?.({ id: 1 });
  expect([await before, await after]).toEqual([{ id: 1 }, { id: 2 }]);
  expect(cache.peek('1')).toEqual({ id: 2 });
});

test('whoever asks for the same at the same time shares the reading', async () => {
  let loads = 0;
  const cache = createCache<Thing>({ maxSize: 100, load: async () => ({ id: ++loads }) });
  expect(await Promise.all([cache.get('1'), cache.get('1')])).toEqual([{ id: 1 }, { id: 1 }]);
});
