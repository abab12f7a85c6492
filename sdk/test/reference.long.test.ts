import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, run } from '../../server/test/support/generated-client.ts';

test('the reference is what the comments of the sources say', async () => {
  const script = join(ROOT, 'scripts/reference.js');
  expect((await run(process.execPath, [script, '--check'], { cwd: ROOT })).all).toBe('');
});
