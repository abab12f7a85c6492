import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { type Call, createPlugin, installIn, logIn, type TestPlugin } from './fixtures.ts';

let server: TestServer;
let plugin: TestPlugin;
let call: Call;
beforeAll(async () => {
  server = await startTestServer();
  plugin = await createPlugin(server);
  call = await logIn(server, plugin);
  return () => server.close();
});

// Few keys, so that merges meet; some of them are names that plain objects treat in their own way.
const key = fc.constantFrom('a', 'b', '', '0', '10', '__proto__', 'constructor', 'toString', '☃');
// Values as text: JSON.stringify would turn -0 into 0.
const value = fc.oneof(
  fc.constantFrom('null', '-0', '1.0', '1e2', '"\\u0000"', '{"a":null}', '{"__proto__":{"a":1}}'),
  fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.stringify(json)),
);
const patch = fc.array(fc.tuple(key, value), { maxLength: 4 }).map((pairs) => new Map(pairs));

type Patch = Map<string, string>;
type Change = { by: 'plugin' | 'host'; patch: Patch } | { restore: number };
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ by: fc.constantFrom('plugin', 'host'), patch }) },
  { weight: 1, arbitrary: fc.record({ restore: fc.nat(20) }) },
);

const textOf = (members: Patch): string =>
  `{${[...members].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;

function merge(config: Patch, changes: Patch): Patch {
  const result = new Map(config);
  for (const [name, text] of changes) {
    if (text === 'null') result.delete(name);
    else result.set(name, text);
  }
  return result;
}

const same = (a: Patch, b: Patch): boolean =>
  a.size === b.size && [...a].every(([name, text]) => b.get(name) === text);

/** Expects a JSON object text to have these members, as they are written. */
function expectText(text: string, config: Patch): void {
  const values = Object.entries(JSON.parse(text));
  expect(new Set(values.map(([name]) => name))).toEqual(new Set(config.keys()));
  for (const [name, member] of config) expect(text).toContain(`${JSON.stringify(name)}:${member}`);
}

test('whatever is merged by whomever, the config and its history are those of a plain model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 10 }), async (changes) => {
      const { id } = await installIn(server, plugin);
      const history: Patch[] = [new Map()];
      for (const step of changes) {
        const answer = await send(id, step, history);
        expect(answer.status).toBe(200);
        expectText(answer.text, history.at(-1) as Patch);
      }
      await expectHistory(id, history);
    }),
    { numRuns: 20 },
  );
});

// Sends a change and adds what it should make to the history, if it makes anything.
async function send(id: number, step: Change, history: Patch[]) {
  const now = history.at(-1) as Patch;
  const add = (next: Patch) => {
    if (!same(now, next)) history.push(next);
  };
  if ('restore' in step) {
    const number = step.restore % history.length;
    if (number === 0) return data(await call('GET', `/installs/${id}/config`));
    add(history[number] as Patch);
    return config(await server.api('POST', `${pathOf(id)}/revisions/${number}/restore`));
  }
  add(merge(now, step.patch));
  const text = textOf(step.patch);
  return step.by === 'plugin'
    ? data(await call('PUT', `/installs/${id}/config`, text))
    : config(await server.api('PATCH', pathOf(id), `{"config":${text}}`));
}

const pathOf = (id: number) => `/platform/v1/installs/${id}/config`;

type Answered = { status: number; text: string };
const data = ({ status, text }: Answered) => ({ status, text: text.slice('{"data":'.length, -1) });
const config = ({ status, text }: Answered) => ({
  status,
  text: text.slice('{"config":'.length, text.lastIndexOf(',"secrets"')),
});

async function expectHistory(id: number, history: Patch[]): Promise<void> {
  const { body } = await server.api('GET', `${pathOf(id)}/revisions?limit=50`);
  const revisions = body.data.toReversed();
  expect(revisions.map((revision: { number: number }) => revision.number)).toEqual(
    history.slice(1).map((_, index) => index + 1),
  );
  // Replayed from nothing by the diffs alone, each revision and at last the present value come out.
  const replayed = new Map<string, unknown>();
  for (const [index, { config: kept, diff }] of revisions.entries()) {
    const members = new Map(Object.entries(kept));
    for (const name of diff.removed) expect(replayed.delete(name)).toBe(true);
    for (const name of diff.added) expect(replayed.has(name)).toBe(false);
    for (const name of diff.changed) expect(replayed.has(name)).toBe(true);
    for (const name of [...diff.added, ...diff.changed]) replayed.set(name, members.get(name));
    expect(new Map(replayed)).toEqual(members);
    expect(new Set(members.keys())).toEqual(new Set((history[index + 1] as Patch).keys()));
  }
  const present = await server.api('GET', pathOf(id));
  expect(new Map(Object.entries(present.body.config))).toEqual(replayed);
  expect(present.body.revision).toBe(history.length - 1);
}
