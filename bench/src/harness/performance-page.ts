import { readFile, writeFile } from 'node:fs/promises';

const PAGE = new URL('../../../docs/performance.md', import.meta.url);

/**
 * Replaces what the page has between `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws Error when the page lacks the markers.
 */
export async function writeSection(name: string, text: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(open), page.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md lacks ${open} … ${close}`);
  await writeFile(PAGE, `${page.slice(0, from + open.length)}\n${text}\n${page.slice(to)}`);
}

/**
 * What was disturbed is not written down, where it would be read as a figure of the product.
 *
 * @throws Error that names what was.
 */
export function refuseUnlessQuiet(disturbed: readonly string[]): void {
  if (disturbed.length === 0) return;
  throw new Error(
    `Nothing is written: other programs were at work while these were measured.\n${disturbed.map((name) => `  ${name}`).join('\n')}`,
  );
}
