import { configDefaults, defineConfig } from 'vitest/config';
import { HANG_MS } from './server/test/support/wait-for.ts';

// What a test waits for gives up by itself, and says what did not come. This is for what nobody thought to wait for: five times that.
const TEST_HANG_MS = 5 * HANG_MS;

export default defineConfig({
  test: {
    include: [
      '{server,bridge,look,console,sdk,testing,bench}/test/**/*.test.ts',
      'examples/*/test/**/*.test.ts',
    ],
    // Those of vitest.long.config.ts
    exclude: [...configDefaults.exclude, '**/*.long.test.ts'],
    globalSetup: ['server/test/support/global-setup.ts'],
    retry: 0,
    // No limit is a guess at speed, so a hang is known late, and a run in which all hang ends after ten: on three workers, within the hour.
    testTimeout: TEST_HANG_MS,
    hookTimeout: TEST_HANG_MS,
    teardownTimeout: HANG_MS,
    bail: 10,
    expect: { poll: { timeout: HANG_MS } },
    // Modules are loaded once a worker instead of once a file: more than half of a run's time was spent on loading them.
    isolate: false,
    // For two cores: tests wait for processes, limits and locks for a third of their time. With two workers the cores were at work for 71 % of
    // a run, with three for 80 %, which took 11.7 minutes instead of 14.2.
    maxWorkers: 3,
  },
});
