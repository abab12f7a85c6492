import { markdownTable } from '../harness/table.ts';
import type { Growth } from './growth.ts';

/** One line for each size, with what is left of the smallest size's rate. */
export function growthTable(growths: readonly Growth[]): string {
  const rows = growths.flatMap(({ what, rates }) => {
    const [first = Number.NaN] = rates.values();
    return Array.from(rates, ([size, rate]) => [
      what,
      size.toLocaleString('en'),
      `${Math.round(rate).toLocaleString('en')}/s`,
      (rate / first).toFixed(2),
    ]);
  });
  return markdownTable(['what', 'size', 'rate', 'of the smallest'], rows);
}
