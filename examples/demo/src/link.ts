import { createApi } from './api.ts';
import { adminLink } from './host.ts';
import { type Memory, readMemory } from './memory.ts';
import { readSettings } from './settings.ts';

/** What `npm run link` runs, beside a demo that runs: another link that signs in, on standard output. */

try {
  console.log(await newLink());
} catch (error) {
  console.error(`link: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function newLink(): Promise<string> {
  const { memoryFile, hostKey: given } = readSettings(process.env);
  const { url, host_key, space_id }: Memory = await readMemory(memoryFile);
  if (url === undefined || space_id === undefined) {
    throw new Error(
      `No demo was started with the data directory of ${memoryFile}. Start one with npm start, or set PLUGBOARD_DATA_DIR as it was set there`,
    );
  }
  const hostKey = given ?? host_key;
  if (hostKey === undefined) {
    throw new Error('The demo runs with a PLUGBOARD_HOST_KEY of yours: set it here as well');
  }
  const api = createApi(url, hostKey, new AbortController().signal);
  return adminLink(api, space_id).catch((error) => {
    if (error instanceof TypeError) {
      throw new Error(`Nobody answers at ${url}: start the demo with npm start`);
    }
    throw error;
  });
}
