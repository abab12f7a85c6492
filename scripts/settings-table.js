// Writes the table of settings in the operator's guide from config.ts, as built; with --check, fails when it says something else.
import { readFile, writeFile } from 'node:fs/promises';
import { settings } from '../server/dist/config.js';

const FILE = new URL('../docs/operator.md', import.meta.url);
const BEGIN = '<!-- settings: written by scripts/settings-table.js -->\n';
const END = '<!-- end of settings -->';

const guide = await readFile(FILE, 'utf8');
const [from, to] = [guide.indexOf(BEGIN) + BEGIN.length, guide.indexOf(END)];
if (from < BEGIN.length || to < from) throw new Error(`docs/operator.md lacks ${BEGIN} or ${END}`);
const written = `${guide.slice(0, from)}\n${table()}\n${guide.slice(to)}`;

if (process.argv.includes('--check')) {
  if (written !== guide) {
    console.error(
      'docs/operator.md is not what config.ts says; run: node scripts/settings-table.js',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, written);
}

function table() {
  const rows = Object.values(settings).map((setting) => [
    `\`${setting.env}\``,
    defaultOf(setting),
    setting.description.replaceAll('|', '\\|'),
  ]);
  const lines = [['variable', 'default', 'meaning'], ['---', '---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function defaultOf({ fallback, shownDefault }) {
  if (shownDefault !== undefined) return shownDefault;
  if (fallback === undefined) return 'none';
  if (typeof fallback === 'boolean') return fallback ? '`on`' : '`off`';
  return `\`${fallback}\``;
}
