import { configDefaults, defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// What `npm run test:all` adds: tests that need other languages, or much time.
export default defineConfig({
  test: {
    ...config.test,
    include: [
      '{server,bridge,console,sdk,testing}/test/**/*.long.test.ts',
      'examples/*/test/**/*.long.test.ts',
    ],
    exclude: configDefaults.exclude,
  },
});
