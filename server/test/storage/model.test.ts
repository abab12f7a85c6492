import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { Failure } from '../../src/lib/failures.ts';
import type { Path } from '../../src/storage/actions/action.ts';
import { parseCommands } from '../../src/storage/commands.ts';
import { pathOf } from '../../src/storage/path.ts';
import type { StorageHolder } from '../../src/storage/storage.ts';
import { LIMITS, setUpStorage } from './harness.ts';
import { type Command, check, type Model, type Outcome } from './model.ts';

const storage = setUpStorage();
const { run, newHolder } = storage;

const key = fc.constantFrom('a', 'b', 'ab', 'é', '😀', '__proto__');
const meta = fc.option(fc.boolean(), { nil: undefined });
const value = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(null, 'x', '0', [1], {}));

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ action: fc.constant('get'), key, meta }) },
  { weight: 3, arbitrary: fc.record({ action: fc.constant('set'), key, value }) },
  {
    weight: 2,
    arbitrary: fc.record({
      action: fc.constant('set'),
      key,
      value,
      meta,
      ttl: fc.option(fc.constant(1000), { nil: undefined }),
      if_absent: fc.option(fc.boolean(), { nil: undefined, freq: 4 }),
      if_version: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ action: fc.constant('unset'), key, meta }) },
  {
    weight: 1,
    arbitrary: fc.record({
      action: fc.constant('increment'),
      key,
      meta,
      by: fc.option(fc.integer({ min: -1, max: 2 }), { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      action: fc.constant('set_unique'),
      key,
      meta,
      chars: fc.constantFrom('0', '01', '10x'),
      size: fc.constantFrom(1, 2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(key, meta, fc.integer({ min: -1, max: 2 }), fc.integer({ min: 0, max: 2 }))
      .map(([name, withMeta, min, more]) => ({
        action: 'set_unique_num',
        key: name,
        meta: withMeta,
        min,
        max: min + more,
      })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      action: fc.constant('list'),
      key: fc.constant(undefined as unknown as string),
      meta,
      page: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      limit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      prefix: fc.option(fc.constantFrom('a', 'é', '_'), { nil: undefined }),
      after: fc.option(key, { nil: undefined }),
    }),
  },
);

const pipeline = fc.array(command, { minLength: 1, maxLength: 7 });

/** JSON has no undefined: what is not there is left out, as in a body. */
const asSent = (commands: Command[]): Command[] => JSON.parse(JSON.stringify(commands));

async function outcomeOf(holder: StorageHolder, commands: Command[]): Promise<Outcome> {
  try {
    return { results: await run(holder, ...commands) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const pointer = error.violations[0]?.pointer.split('/') ?? [];
    return { status: error.status, index: Number(pointer[2]) };
  }
}

/** Reads everything back, by list and by get. */
async function checkStored(holder: StorageHolder, model: Model): Promise<void> {
  const list = { action: 'list', key: undefined as unknown as string, meta: true };
  check(model, [list], await outcomeOf(holder, asSent([list])));
  const gets = ['a', 'b', 'ab', 'é', '😀', '__proto__'].map((name) => ({
    action: 'get',
    key: name,
    meta: true,
  }));
  check(model, gets, await outcomeOf(holder, gets));
}

/** Either a pipeline, or a key whose item's life is to be over. */
const step = fc.oneof(
  { weight: 6, arbitrary: pipeline.map(asSent) },
  { weight: 1, arbitrary: key },
);

test('pipelines one after another do what the model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const holder = newHolder();
      let model: Model = new Map();
      for (const next of steps) {
        if (typeof next === 'string') model = await expire(holder, next, model);
        else model = check(model, next, await outcomeOf(holder, next));
      }
      await checkStored(holder, model);
    }),
    { numRuns: 80 },
  );
});

async function expire(holder: StorageHolder, name: string, model: Model): Promise<Model> {
  if (!model.get(name)?.expires) return model;
  const id = holder.kind === 'install' ? holder.installId : 0;
  await storage.db.query(sql`
    update install_storage_items set expires_at = now() - interval '1 microsecond'
    where install_id = ${id} and key = ${name} and expires_at is not null`);
  const after = new Map(model);
  after.delete(name);
  return after;
}

const sizes = { ...LIMITS, maxResultBytes: 2 ** 30 };
const pathIs = (path: Path) => (commands: Command[]) =>
  pathOf(parseCommands(asSent(commands), LIMITS), sizes) === path;

test.each<Path>(['blind', 'transaction', 'unique'])(
  'pipelines that share a batch (%s) do what the model does one after another',
  async (path) => {
    const blind = command.filter(({ action }) => path !== 'blind' || /^(get|set)$/.test(action));
    const ofPath = fc.array(blind, { minLength: 1, maxLength: 4 }).filter(pathIs(path)).map(asSent);
    await fc.assert(
      fc.asyncProperty(fc.array(ofPath, { minLength: 2, maxLength: 10 }), async (pipelines) => {
        const holder = newHolder();
        const outcomes = await Promise.all(pipelines.map((each) => outcomeOf(holder, each)));
        let model: Model = new Map();
        for (const [index, each] of pipelines.entries()) {
          model = check(model, each, outcomes[index] as Outcome);
        }
        await checkStored(holder, model);
      }),
      { numRuns: 60 },
    );
  },
);

test('the model itself tells right from wrong', () => {
  const set = { action: 'set', key: 'a', value: 1 };
  expect(() => check(new Map(), [set], { results: [{ key: 'a', value: 2 }] })).toThrow();
  expect(() => check(new Map(), [set], { status: 409, index: 0 })).toThrow();
});
