import { setTimeout } from 'node:timers/promises';
import { ApiError } from '@plugboard/sdk';
import { type Config, readConfig } from './config.ts';
import { type Greeter, startGreeter } from './server.ts';

const LOGIN_INTERVAL = 5_000;

const config = configOrExit();
const greeter = await startGreeter(config).catch(exit);
console.log(`greeter listening on ${greeter.url}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  // Once: a second signal ends the process at once, as it does by default.
  process.once(signal, () => greeter.close());
}

// Not awaited at the top: a process told to stop while it waits would end with code 13.
void logInAtStart(greeter);

/** Shows bad credentials now and not at the first visitor. */
async function logInAtStart(greeter: Greeter): Promise<void> {
  try {
    await greeter.plugin.logIn();
  } catch (error) {
    const refused = error instanceof ApiError && [400, 401].includes(error.status);
    if (refused)
      exit(new Error(`Plugboard refuses CLIENT_ID and CLIENT_SECRET (${error.message})`));
    console.error(`greeter: cannot log in at ${config.plugboardUrl} yet, will try again`);
    // Without a reference, so that a greeter that was told to stop does not wait for it.
    await setTimeout(LOGIN_INTERVAL, undefined, { ref: false });
    return logInAtStart(greeter);
  }
}

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    return exit(error);
  }
}

function exit(error: unknown): never {
  console.error(`greeter: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
