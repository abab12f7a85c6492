import type { Item, MetaItem, Pipeline, Storage } from '@plugboard/sdk';
import { type Expect, type Same, some } from './expect.ts';

const storage = some<Storage>();

// A pipeline answers one result a command, each with its own type, in their order.
async function tuple() {
  const results = await storage
    .pipeline()
    .get<string>('greeting')
    .set('visits', 1)
    .setUnique('code')
    .setUniqueNum('badge', { min: 1, max: 999 })
    .unset<boolean>('draft')
    .increment('count')
    .list<Date>({ prefix: 'day:' });
  type Results = Expect<
    Same<
      typeof results,
      [
        Item<string> | null,
        Item<number>,
        Item<string>,
        Item<number>,
        Item<boolean> | null,
        Item<number>,
        Item<Date>[],
      ]
    >
  >;
  // @ts-expect-error there are seven
  results[7];
}

async function empty() {
  const results = await storage.pipeline();
  type Results = Expect<Same<typeof results, []>>;
}

async function withMeta() {
  const results = await storage
    .pipeline()
    .get<string>('greeting', { meta: true })
    .set('visits', 1, { meta: true, ttl: 60 })
    .list<number>({ meta: true });
  type Results = Expect<
    Same<typeof results, [MetaItem<string> | null, MetaItem<number>, MetaItem<number>[]]>
  >;
}

async function single() {
  const item = await storage.get<string>('greeting');
  const unknown = await storage.get('greeting');
  const set = await storage.set('badge', { number: 7 });
  const all: Item<string>[] = [];
  for await (const each of storage.items<string>({ prefix: 'a' })) all.push(each);
  type Checks = [
    Expect<Same<typeof item, Item<string> | null>>,
    Expect<Same<typeof unknown, Item<unknown> | null>>,
    Expect<Same<typeof set, Item<{ number: number }>>>,
  ];
  // @ts-expect-error it may be null
  item.value;
}

function wrong(pipeline: Pipeline) {
  // @ts-expect-error no such command
  pipeline.append('greeting', 'x');
  // @ts-expect-error a number
  pipeline.increment('count', '1');
  // @ts-expect-error no such option
  pipeline.setUniqueNum('badge', { from: 1 });
  // @ts-expect-error a set needs a value
  storage.set('greeting');
}
