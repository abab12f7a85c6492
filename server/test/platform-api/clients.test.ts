import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  DOCUMENT,
  expectCalls,
  inClientDirectory,
  ROOT,
  run,
  TOOLS,
} from '../support/generated-client.ts';
import { startTestServer } from '../support/server.ts';

test('openapi-typescript makes types of the document that compile, and by which calls are made', async () => {
  const server = await startTestServer();
  try {
    await inClientDirectory('typescript', async (cwd) => {
      await symlink(join(TOOLS, 'node_modules'), join(cwd, 'node_modules'));
      const node = (...args: string[]) => run(process.execPath, args, { cwd });
      const generator = join(TOOLS, 'node_modules/openapi-typescript/bin/cli.js');
      const { all } = await node(generator, DOCUMENT, '-o', 'api.ts');
      expect(all).not.toMatch(/warn/i);
      // By the compiler of most people, and by the product's.
      await node(join(TOOLS, 'node_modules/typescript/bin/tsc'));
      await node(join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit');
      await expectCalls(server, process.execPath, ['out/client.js'], cwd);
    });
  } finally {
    await server.close();
  }
});
