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
 * @throws Error when what all figures are held against was disturbed.
 */
export function refuseUnlessQuiet(machine: { isQuiet: boolean }): void {
  if (!machine.isQuiet)
    throw new Error(
      'Nothing is written: other programs were at work while the machine was measured.',
    );
}
