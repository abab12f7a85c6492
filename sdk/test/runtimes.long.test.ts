import { existsSync } from 'node:fs';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createPlugin } from '@plugboard/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../server/test/support/generated-client.ts';
import { startTestServer, type TestServer } from '../../server/test/support/server.ts';
import { type Consumer, installPacked, RUNTIMES } from './support/packages.ts';
import { type Served, serveIn } from './support/runtime.ts';

const binary = (...path: string[]): string => join(RUNTIMES, 'node_modules', ...path);

interface Way {
  name: string;
  command: string;
  args: string[];
  /** Which module computes signatures there. */
  hmac: 'hmac-node.js' | 'hmac-web.js';
  /** What is to be done before. */
  build?: () => Promise<unknown>;
  /** How the runtime tells, from within the package, what it makes of an import. */
  eval?: string[];
  /** Where else to look: the folder of what it runs, made by a bundler. */
  bundle?: string;
}

const NEXT = binary('next/dist/bin/next');

const DENO = ['--no-remote', '--allow-net', '--allow-env'];
const ON_NODE = { args: ['node/serve.js'], hmac: 'hmac-node.js', eval: [] } as const;
const ON_BUN = {
  command: binary('@oven/bun-linux-x64/bin/bun'),
  hmac: 'hmac-node.js',
  eval: ['run'],
} as const;
const ON_DENO = {
  command: binary('@deno/linux-x64-glibc/deno'),
  hmac: 'hmac-node.js',
  eval: ['run', '--no-remote'],
} as const;

const ways = [
  { ...ON_NODE, name: `Node ${process.versions.node}`, command: process.execPath },
  { ...ON_NODE, name: 'Node 22', command: binary('node-22/bin/node') },
  { ...ON_NODE, name: 'Node 24', command: binary('node-24/bin/node') },
  { ...ON_BUN, name: 'Bun.serve', args: ['bun/serve.js'] },
  { ...ON_BUN, name: 'Bun, which serves what is exported', args: ['--port=0', 'bun/exported.js'] },
  { ...ON_DENO, name: 'Deno.serve', args: ['run', ...DENO, 'deno/serve.js'] },
  {
    ...ON_DENO,
    name: 'deno serve',
    args: ['serve', '--host', '127.0.0.1', '--port', '0', ...DENO, 'deno/exported.js'],
  },
  {
    name: 'workerd',
    command: binary('@cloudflare/workerd-linux-64/bin/workerd'),
    args: ['serve', 'workerd/config.capnp', '--control-fd=1'],
    hmac: 'hmac-web.js',
    bundle: 'workerd/bundle',
  },
  {
    name: 'Next.js',
    command: process.execPath,
    hmac: 'hmac-node.js',
    bundle: 'next/.next/server/app',
    args: [NEXT, 'start', 'next', '--hostname', '127.0.0.1', '--port', '0'],
    build: buildNext,
  },
] as Way[];

/** Which call tells which module of the SDK it is from. */
const HMACS = [
  ['hmac-node.js', 'createSecretKey'],
  ['hmac-web.js', 'subtle.importKey'],
] as const;

let consumer: Consumer;
let server: TestServer;
beforeAll(async () => {
  consumer = await installPacked({ workspaces: ['sdk'], template: RUNTIMES });
  server = await startTestServer({ delivery: true });
  await bundleForWorkerd();
  // Only what is within a package may import what begins with #.
  const probe = "console.log(import.meta.resolve('#hmac'));";
  await writeFile(consumer.path('node_modules/@plugboard/sdk/probe.js'), probe);
});
afterAll(async () => {
  await server?.close();
  await consumer?.remove();
});

/** As a bundler for Cloudflare's runtime does. */
async function bundleForWorkerd(): Promise<void> {
  const { rolldown } = createRequire(join(RUNTIMES, 'package.json'))('rolldown');
  const bundle = await rolldown({
    cwd: consumer.directory,
    input: 'workerd/worker.js',
    external: [/^cloudflare:/],
    resolve: { conditionNames: ['workerd', 'worker', 'browser', 'import', 'default'] },
  });
  await bundle.write({ file: consumer.path('workerd/bundle/worker.js') });
  await bundle.close();
}

/** Next.js takes what was installed elsewhere, by links, where webpack bundles it. */
async function buildNext(): Promise<void> {
  for (const name of ['next', 'react', 'react-dom']) {
    await symlink(binary(name), consumer.path('node_modules', name));
  }
  const env = { NEXT_TELEMETRY_DISABLED: '1' };
  const build = [NEXT, 'build', '--webpack', 'next'];
  await run(process.execPath, build, { cwd: consumer.directory, env });
}

async function codeBelow(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'));
  return (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('');
}

for (const way of ways) {
  describe(way.name, () => {
    let served: Served | undefined;
    beforeAll(async () => {
      if (!existsSync(way.command)) {
        console.warn(`Skipped: there is no ${way.name} for ${process.platform}-${process.arch}`);
        return;
      }
      await way.build?.();
      served = await serveIn(server, { ...way, cwd: consumer.directory });
    });
    afterAll(() => served?.stop());

    test('answers a route, settles a job with what it stored, and refuses what is not signed', async (context) => {
      if (served === undefined) return context.skip(`${way.name} is not for this platform`);
      expect(await served.options({ field: 0, search: 'Good' })).toMatchObject([
        { label: 'Good morning', value: 'Good morning' },
        { label: 'Good evening', value: 'Good evening' },
      ]);
      await served.choose('Good morning');
      expect(await served.tell('entry_sign_in', { name: 'Ada' })).toMatchObject({
        status: 'done',
        status_message: 'Good morning, Ada',
        attachments: [
          { label: 'Badge', value: '7' },
          { label: 'Visit', value: '1' },
        ],
      });
      const { storage } = createPlugin(served.credentials).install(served.installId);
      const [last, visits] = await storage.pipeline().get('last').get('visits');
      expect([last?.value, visits?.value]).toEqual(['Ada', 1]);

      const forged = await fetch(`${served.url}/plugboard/events`, {
        method: 'POST',
        headers: {
          'webhook-id': '1',
          'webhook-timestamp': `${Math.floor(Date.now() / 1000)}`,
          'webhook-signature': `v1,${'A'.repeat(43)}=`,
          'x-envoy-signature': `${'A'.repeat(43)}=`,
        },
        body: JSON.stringify({ meta: { event: 'entry_sign_in' }, payload: {} }),
      });
      expect([forged.status, await forged.json()]).toEqual([
        401,
        { message: expect.stringMatching(/sign/) },
      ]);
    });

    test(`computes signatures with ${way.hmac}`, async (context) => {
      if (served === undefined) return context.skip(`${way.name} is not for this platform`);
      if (way.eval === undefined) {
        const code = await codeBelow(consumer.path(way.bundle as string));
        const found = HMACS.filter(([, call]) => code.includes(call)).map(([module]) => module);
        expect(found).toEqual([way.hmac]);
        return;
      }
      const args = [...way.eval, 'node_modules/@plugboard/sdk/probe.js'];
      const { stdout } = await run(way.command, args, { cwd: consumer.directory });
      expect(stdout.trim()).toMatch(new RegExp(`/${way.hmac.replace('.', '\\.')}$`));
    });
  });
}
