import { allOf } from '../harness/all-of.ts';
import type { Bench } from '../harness/bench.ts';
import { many } from '../harness/platform.ts';
import { sendRequests } from '../load/http-load.ts';
import { httpRequest } from '../load/http-request.ts';
import { itemValue } from '../peers/storage-shape.ts';

/** What {@link createStorageWorld} made: a server whose installs hold `keys` items each. */
export interface StorageWorld {
  url: string;
  /** Every install with a token of its plugin. */
  installs: { id: number; token: string }[];
  /** Items of each install: `key:0` and so on. */
  keys: number;
}

const PLUGINS = 10;
const SPACES = 100;
const KEYS = 100;
const VARIANTS = 4000;
const STORAGE_PATH = '/api/v2/plugin-services/storage';

/** Ten plugins installed in a hundred spaces, a hundred items each. */
export async function createStorageWorld(
  bench: Bench,
  { keys = KEYS, name = 'storage' }: { keys?: number; name?: string } = {},
): Promise<StorageWorld> {
  const { url } = await bench.server();
  const platform = await bench.platform();
  const plugins = await many(PLUGINS, (n) => platform.register(`${name}-${n}`));
  const tokens = await allOf(plugins, 4, (plugin) => platform.logIn(plugin));
  const spaces = await many(SPACES, (n) => platform.createSpace(`${name} ${n}`));
  const installs = await many(PLUGINS * SPACES, async (n) => {
    const plugin = n % PLUGINS;
    const space = Math.floor(n / PLUGINS);
    const id = await platform.install(spaces[space] as number, plugins[plugin]?.id as number);
    return { id, token: tokens[plugin] as string };
  });
  const world = { url, installs, keys };
  await fill(world);
  await bench.db.query('vacuum analyze install_storage_items');
  return world;
}

async function fill(world: StorageWorld): Promise<void> {
  const requests = world.installs.map((install) =>
    storageRequest(
      install,
      STORAGE_PATH,
      Array.from({ length: world.keys }, (_, key) => setCommand(key)),
    ),
  );
  await allOf(requests, 8, (request) =>
    sendRequests({ url: world.url, requests: [request], connections: 1 }, 1),
  );
}

/** As many more items as `keys` asks for, set-based: a million by requests would take minutes. */
export async function addItems(bench: Bench, { installs, keys }: StorageWorld): Promise<void> {
  await bench.db.query(
    `insert into install_storage_items (install_id, key, value)
    select i, 'key:' || k, $1 from unnest($2::bigint[]) i, generate_series(0, $3::integer - 1) k
    on conflict do nothing`,
    [JSON.stringify(itemValue(1)), installs.map(({ id }) => id), keys],
  );
  await bench.db.query('vacuum analyze install_storage_items');
}

interface Command {
  action: 'get' | 'set';
  key: string;
  value?: object;
}

const getCommand = (key: number): Command => ({ action: 'get', key: `key:${key}` });
const setCommand = (key: number): Command => ({
  action: 'set',
  key: `key:${key}`,
  value: itemValue(key),
});

const anyOf = (count: number): number => Math.floor(Math.random() * count);

function storageRequest(
  { id, token }: StorageWorld['installs'][number],
  path: string,
  commands: Command[],
): Buffer {
  return httpRequest({
    path,
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ install_id: id, commands }),
  });
}

function requestsOf(world: StorageWorld, path: string, commands: () => Command[]): Buffer[] {
  return Array.from({ length: VARIANTS }, () => {
    const install = world.installs[anyOf(world.installs.length)];
    return storageRequest(install as StorageWorld['installs'][number], path, commands());
  });
}

/** One `get` each, at random. */
export const getRequests = (world: StorageWorld, path = STORAGE_PATH): Buffer[] =>
  requestsOf(world, path, () => [getCommand(anyOf(world.keys))]);

/** One `set` each, at random. */
export const setRequests = (world: StorageWorld, path = STORAGE_PATH): Buffer[] =>
  requestsOf(world, path, () => [setCommand(anyOf(world.keys))]);

/** Five of each, of ten different keys in ascending order: unsorted, the plain way would run into deadlocks. */
export const pipelineRequests = (world: StorageWorld, path = STORAGE_PATH): Buffer[] =>
  requestsOf(world, path, () => {
    const keys = new Set<number>();
    while (keys.size < 10) keys.add(anyOf(world.keys));
    const sorted = [...keys].sort((a, b) => (`key:${a}` < `key:${b}` ? -1 : 1));
    return sorted.map((key, index) => (index % 2 === 0 ? setCommand(key) : getCommand(key)));
  });
