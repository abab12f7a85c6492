// Writes .env.example from config.ts, as built; with --check, fails when it says something else.
import { readFile, writeFile } from 'node:fs/promises';
import { settings } from '../server/dist/config.js';

const FILE = new URL('../.env.example', import.meta.url);
const HEAD = `# Every setting of the server with its default: written by scripts/env-example.js. Copy it to .env and take away the "#" of
# what you change. The server reads no file by itself; Node does: node --env-file=.env server/dist/main.js serve
`;

const written = HEAD + Object.values(settings).map(entry).join('');
if (process.argv.includes('--check')) {
  if (written !== (await readFile(FILE, 'utf8').catch(() => ''))) {
    console.error('.env.example is not what config.ts says; run: node scripts/env-example.js');
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, written);
}

function entry({ env, description, fallback, shownDefault }) {
  const [value, note] = defaultOf(fallback, shownDefault);
  return `\n# ${description}${note}\n#${env}=${value}\n`;
}

/** The value to write, and what to say where the default is none that could be written. */
function defaultOf(fallback, shownDefault) {
  const literal = /^`([^`$]+)`$/.exec(shownDefault ?? '')?.[1];
  if (literal !== undefined && literal !== 'DATABASE_URL') return [literal, ''];
  if (shownDefault !== undefined) return ['', ` (default: ${shownDefault.replaceAll('`', '')})`];
  if (typeof fallback === 'boolean') return [fallback ? 'on' : 'off', ''];
  return [fallback ?? '', ''];
}
