import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{server,bridge}/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    // Those of vitest.long.config.ts
    exclude: [...configDefaults.exclude, '**/*.long.test.ts'],
    globalSetup: ['server/test/support/global-setup.ts'],
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Modules are loaded once a worker instead of once a file: more than half of a run's time was spent on loading them.
    isolate: false,
    // Two workers share the machine with PostgreSQL, receivers and child servers.
    maxWorkers: 2,
  },
});
