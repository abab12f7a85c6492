import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedBrowser } from '../../server/test/support/browser.ts';
import { type Route, type Site, startSite } from './support/sites.ts';
import { makeToken } from './support/world.ts';

const root = new URL('../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const run = promisify(execFile);
const TSC = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', root));

describe('the package', () => {
  it('depends on nothing', () => {
    expect(manifest.dependencies ?? {}).toEqual({});
  });

  it('has the files that it exports', () => {
    const targets = Object.values<Record<string, string>>(manifest.exports).flatMap(Object.values);
    expect(targets.filter((target) => !existsSync(new URL(target, root)))).toEqual([]);
  });

  it.each(Object.keys(manifest.exports))(
    'can be imported where pages are rendered: %s',
    async (path) => {
      await expect(import(`@plugboard/bridge${path.slice(1)}`)).resolves.toBeDefined();
    },
  );
});

// Strict, as a host would write it: what is not in the types of the package does not compile.
const HOST_PROGRAM = `
import { defineElements, type Embeds, type PlugboardPlugin, type PlugboardValidatedDetail } from '@plugboard/bridge/host';

declare const given: { embeds: Embeds; token: string };
const element: PlugboardPlugin | null = document.querySelector<PlugboardPlugin>('plugboard-plugin');
if (element === null) throw new Error('There is no element');
element.embeds = given.embeds;
element.fetchToken = async ({ appId }: { appId: number }) => {
  document.body.append(\`Asked for \${appId}. \`);
  return given.token;
};
element.addEventListener('plugboard-validated', (event) => {
  const { slug } = (event as CustomEvent<PlugboardValidatedDetail>).detail;
  document.body.append('Sent to ' + slug);
});
defineElements();
`;
const PLUGIN_PROGRAM = `
import { BridgeError, type Connection, connect } from '@plugboard/bridge/plugin';

try {
  const connection: Connection = await connect();
  document.body.append('Connected in ' + connection.space.name);
} catch (error) {
  document.body.append(error instanceof BridgeError ? error.code : String(error));
}
`;
const CONFIG = {
  compilerOptions: {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['ES2022', 'DOM', 'DOM.Iterable'],
    types: [],
    outDir: 'out',
  },
  files: ['host.ts', 'plugin.ts'],
};

describe('the package as it is published', () => {
  let folder: string;
  let installed: string;
  const programs: Record<string, string> = {};
  const sites: Site[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plugboard-bridge-'));
    installed = join(folder, 'node_modules/@plugboard/bridge');
    await mkdir(installed, { recursive: true });
    const cwd = fileURLToPath(root);
    await run('npm', ['pack', '--pack-destination', folder, '--ignore-scripts'], { cwd });
    const [archive = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    await run('tar', ['-xzf', join(folder, archive), '-C', installed, '--strip-components=1']);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG));
    await writeFile(join(folder, 'host.ts'), HOST_PROGRAM);
    await writeFile(join(folder, 'plugin.ts'), PLUGIN_PROGRAM);
    await run(process.execPath, [TSC, '-p', folder]);
    for (const name of ['host', 'plugin']) {
      const build = await rolldown({ input: join(folder, `out/${name}.js`), platform: 'browser' });
      const { output } = await build.generate({ format: 'esm' });
      programs[name] = output[0].code;
      await build.close();
    }
  });

  afterAll(async () => {
    await Promise.all(sites.map((site) => site.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('holds the bundled files, and no tests or stamps', async () => {
    const built = await readdir(join(installed, 'dist'), { recursive: true });
    for (const name of ['host.js', 'plugin.js', 'manifest.json']) {
      expect(built).toContain(join('bundle', name));
      const packed = await readFile(join(installed, 'dist/bundle', name));
      expect(packed).toEqual(await readFile(new URL(`dist/bundle/${name}`, root)));
    }
    expect(built.filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await readdir(installed)).not.toContain('test');
  });

  it('works from TypeScript, bundled: a host shows a plugin of another site', async () => {
    const page = (html: string) => ({
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: `<!doctype html><body>${html}</body>`,
    });
    const script = (name: string) => `<script type="module">${programs[name]}</script>`;
    const ofPlugin: Route = () => page(script('plugin'));
    const plugin = await startSite('127.0.0.1', { route: ofPlugin });
    const given = {
      token: makeToken(),
      embeds: {
        space: { id: 1, name: 'Acme' },
        user: { id: 2, name: 'Noor', lang: 'nl', is_admin: true },
        plugins: [
          {
            id: 3,
            slug: 'links',
            name: 'Links',
            sidebar: true,
            toolbar: false,
            url: plugin.origin,
          },
        ],
      },
    };
    const ofHost: Route = () =>
      page(`<plugboard-plugin slug="links"></plugboard-plugin>
<script>window.given = ${JSON.stringify(given)}</script>${script('host')}`);
    const host = await startSite('localhost', { route: ofHost });
    sites.push(plugin, host);
    const context = await (await sharedBrowser()).newContext();
    try {
      const opened = await context.newPage();
      await opened.goto(host.origin);
      await opened.getByText('Asked for 3. Sent to links').waitFor();
      await opened.frameLocator('iframe').getByText('Connected in Acme').waitFor();
    } finally {
      await context.close();
    }
  });
});
