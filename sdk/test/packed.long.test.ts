import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createPlugin } from '@plugboard/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run } from '../../server/test/support/generated-client.ts';
import { startTestServer, type TestServer } from '../../server/test/support/server.ts';
import {
  type Consumer,
  entryPoints,
  FOR_AUTHORS,
  installPacked,
  packageJson,
  RUNTIMES,
  readLock,
} from './support/packages.ts';
import { serveIn } from './support/runtime.ts';

const OTHERS = [
  '@hono/node-server',
  '@types/express',
  '@types/node',
  'express',
  'fastify',
  'hono',
  'zod',
];

const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
];

let consumer: Consumer;
let server: TestServer;
beforeAll(async () => {
  consumer = await installPacked({
    workspaces: [...FOR_AUTHORS, 'look', 'console', 'server'],
    packages: OTHERS,
    template: join(RUNTIMES, 'packed'),
  });
  const [sdk, testing, bridge] = FOR_AUTHORS.map((folder) => importsOf(folder));
  await writeFile(consumer.path('src/every-entry.ts'), `${sdk}${testing}`);
  await writeFile(consumer.path('src/every-entry-of-the-web.ts'), `${sdk}${bridge}`);
  server = await startTestServer({ delivery: true });
});
afterAll(async () => {
  await server?.close();
  await consumer?.remove();
});

/** A module that imports all that a package lets others import, and takes the types of it. */
function importsOf(folder: string): string {
  return entryPoints(folder)
    .map(({ name }, at) => {
      const as = `${folder}${at}`;
      return `import * as ${as} from '${name}';\nexport const typeOf${as}: object = ${as};\n`;
    })
    .join('');
}

test('what is installed of others is what our lockfile says', async () => {
  const known = new Set(Object.values((await readLock()).packages).map((one) => one.integrity));
  const installed = await installedOfOthers();
  expect(installed.length).toBeGreaterThan(OTHERS.length);
  const unknown = installed.filter(([, { integrity }]) => !known.has(integrity));
  expect(unknown.map(([place]) => place)).toEqual([]);
});

test('what is installed of others may be used by everybody', async () => {
  const licences = (await installedOfOthers()).map(
    ([place, { license = 'none' }]) => [place, license] as const,
  );
  expect(licences.filter(([, license]) => !PERMISSIVE.includes(license))).toEqual([]);
});

async function installedOfOthers() {
  const { packages } = await readLock(consumer.directory);
  return Object.entries(packages).filter(
    ([place]) => place !== '' && !/\/@plugboard\/\w+$/.test(place),
  );
}

describe.each([
  ['the newest TypeScript', join(ROOT, 'node_modules/typescript/bin/tsc')],
  ['TypeScript 5.9', join(RUNTIMES, 'node_modules/typescript/bin/tsc')],
])('a strict project, by %s', (_name, tsc) => {
  test.each(['tsconfig.json', 'tsconfig.hono.json', 'tsconfig.bundler.json'])(
    'compiles with %s',
    async (config) => {
      const { all } = await run(process.execPath, [tsc, '-p', config], { cwd: consumer.directory });
      expect(all).toBe('');
    },
  );
});

const NODES = [
  process.execPath,
  join(RUNTIMES, 'node_modules/node-22/bin/node'),
  join(RUNTIMES, 'node_modules/node-24/bin/node'),
];

test.for(NODES)('what was compiled handles events under %s', async (node, context) => {
  if (!existsSync(node)) return context.skip(`there is no ${node} for this platform`);
  const served = await serveIn(server, {
    command: node,
    args: ['--enable-source-maps', 'out/serve.js'],
    cwd: consumer.directory,
  });
  try {
    expect(await served.options({ field: 0, search: 'evening' })).toMatchObject([
      { value: 'Good evening' },
    ]);
    await served.choose('Good evening');
    expect(await served.tell('entry_sign_in', { name: 'Ada' })).toMatchObject({
      status: 'done',
      status_message: 'Good evening, Ada',
      attachments: [{ value: '7' }, { value: '1' }],
    });
    const last = await createPlugin(served.credentials)
      .install(served.installId)
      .storage.get('last');
    expect(last?.value).toBe('Ada');
  } finally {
    await served.stop();
  }
});

test.for(NODES)('what was compiled is tried out on a Plugboard under %s', async (node, context) => {
  if (!existsSync(node)) return context.skip(`there is no ${node} for this platform`);
  const version = (await run(node, ['--version'], { cwd: consumer.directory })).stdout.trim();
  const { stdout } = await run(node, ['--enable-source-maps', 'out/try-out.js'], {
    cwd: consumer.directory,
    // A template and a server of its own, which are made and run by this Node.
    env: {
      PLUGBOARD_TESTING_CACHE: consumer.path('cache', version),
      PLUGBOARD_TESTING_LINGER_MS: '300',
    },
  });
  expect(JSON.parse(stdout)).toMatchObject({
    node: version,
    status: 'done',
    message: 'Good evening, Ada',
    attachments: [{ value: '7' }, { value: '1' }],
    last: 'Ada',
    visits: 1,
  });
});

/** Of the bridge: what a server hands to browsers as it is, with its hash. */
const BUNDLES = join('dist', 'bundle');

describe.each(FOR_AUTHORS)('the archive of %s', (folder) => {
  const within = (...parts: string[]) =>
    consumer.path('node_modules', packageJson(folder).name, ...parts);

  test('has its code, its sources and its licence, and nothing else', async () => {
    const files = await readdir(within(), { recursive: true, withFileTypes: true });
    const paths = files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name).slice(within().length + 1));
    expect(paths).toContain('LICENSE');
    const others = paths.filter(
      (path) =>
        !path.startsWith(BUNDLES) &&
        !/^(?:LICENSE|README\.md|package\.json|src\/.+\.ts|dist\/.+\.(?:js|d\.ts)(?:\.map)?)$/.test(
          path,
        ),
    );
    expect(others).toEqual([]);
  });

  test('has source maps and declaration maps that lead to its sources', async () => {
    const files = (await readdir(within('dist'), { recursive: true })).map((name) =>
      within('dist', name),
    );
    const bundles = within(BUNDLES);
    const code = files.filter((file) => /\.(?:js|d\.ts)$/.test(file) && !file.startsWith(bundles));
    expect(code.length).toBeGreaterThan(0);
    const astray = await Promise.all(
      code.map(async (file) => {
        const named = /^\/\/# sourceMappingURL=(.+)$/m.exec(await readFile(file, 'utf8'))?.[1];
        if (named === undefined) return `${file} has no map`;
        const map = JSON.parse(await readFile(join(dirname(file), named), 'utf8'));
        const sources: string[] = map.sources.map((source: string) =>
          resolve(dirname(file), map.sourceRoot ?? '', source),
        );
        const missing = sources.filter((source) => !existsSync(source));
        return missing.length === 0 ? undefined : `${file} leads to ${missing}`;
      }),
    );
    expect(astray.filter((one) => one !== undefined)).toEqual([]);
  });
});
