import { type Config, readConfig } from './config.ts';
import { startLinkChecker } from './server.ts';

const linkChecker = await startLinkChecker(configOrExit()).catch(exit);
console.log(`link checker listening on ${linkChecker.url}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  // Once: a second signal ends the process at once, as it does by default.
  process.once(signal, () => linkChecker.close());
}

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    return exit(error);
  }
}

function exit(error: unknown): never {
  console.error(`link checker: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
