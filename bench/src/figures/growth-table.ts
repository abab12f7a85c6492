import { markdownTable } from '../harness/table.ts';
import type { Growth } from './growth.ts';
import { inThousands, perSecond } from './results.ts';

/** One line for each size, with what is left of the first one's rate. */
export function growthTable(growths: readonly Growth[]): string {
  const rows = growths.flatMap(({ what, costs }) => {
    const [first] = costs.values();
    return Array.from(costs, ([size, { server, postgres, rate, isQuiet }]) => [
      what,
      size.toLocaleString('en'),
      inThousands(server),
      inThousands(postgres),
      perSecond(rate),
      (rate / (first?.rate ?? Number.NaN)).toFixed(2),
      isQuiet ? '' : 'not quiet',
    ]);
  });
  const heads = ['what', 'size', 'node µs', 'PostgreSQL µs', 'rate', 'of the first', ''];
  return markdownTable(heads, rows);
}
