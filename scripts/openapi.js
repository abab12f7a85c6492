// Writes openapi.json from the routes of the built server; with --check, fails when it is not what they say.
import { readFile, writeFile } from 'node:fs/promises';
import { describeApi } from '../server/dist/describe-api.js';

const file = new URL('../openapi.json', import.meta.url);
const text = await describeApi();

if (process.argv.includes('--check')) {
  const written = await readFile(file, 'utf8').catch(() => '');
  if (written !== text) {
    console.error('openapi.json is not what the routes say; run: node scripts/openapi.js');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, text);
}
