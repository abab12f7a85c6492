import { expect, test } from 'vitest';
import { listRoutes } from '../../src/describe-api.ts';
import { UNRECORDED } from './unrecorded.ts';

// What a plugin keeps and says of its jobs, and what it asks of the host; revisions tell of its config.
const OF_PLUGINS = ['/api/', '/a/rms/'];
const TOKEN = 'tokens come and go with every use of a plugin; the consent behind them is recorded';

/** What writes and takes no people, and why the audit log tells nothing of it. What does take them is called in `roles.test.ts`. */
const NOT_FOR_PEOPLE: Record<string, string> = {
  'POST /a/auth/v0/token': TOKEN,
  'POST /oauth/token': TOKEN,
  'POST /oauth/revoke': TOKEN,
  'POST /oauth/introspect': 'reads',
};

test('whatever writes is recorded, or stands in a list with the reason', async () => {
  const routes = (await listRoutes()).filter(({ method }) => method !== 'GET');
  const names = routes
    .filter(({ auth, operationId }) => {
      const takesPeople =
        typeof auth === 'object' && 'callers' in auth && auth.callers.includes('user');
      // Pages have a test of their own.
      return !takesPeople && operationId !== undefined;
    })
    .map(({ method, path }) => `${method} ${path}`);
  const isOfPlugins = (name: string) => OF_PLUGINS.some((path) => name.includes(` ${path}`));
  expect(names.filter((name) => !isOfPlugins(name) && !(name in NOT_FOR_PEOPLE))).toEqual([]);
  const all = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  expect(
    [...Object.keys(NOT_FOR_PEOPLE), ...Object.keys(UNRECORDED)].filter((x) => !all.has(x)),
  ).toEqual([]);
});
