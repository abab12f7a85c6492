import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

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
