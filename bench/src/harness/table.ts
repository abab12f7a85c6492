import { type Goal, goals, verdictOf } from '../figures/goals.ts';
import { type Cost, inThousands, perSecond, type Result } from '../figures/results.ts';

/** What each operation costs, as a Markdown table. */
export function costTable(costs: readonly Cost[]): string {
  const heads = ['operation', 'node µs', 'PostgreSQL µs', 'operations', ''];
  const rows = costs.map(({ operation, server, postgres, rate, isQuiet }) => [
    operation,
    Number.isNaN(server) ? '–' : inThousands(server),
    Number.isNaN(postgres) ? '–' : inThousands(postgres),
    perSecond(rate),
    isQuiet ? '' : 'not quiet',
  ]);
  return markdownTable(heads, rows);
}

/** The results beside what they are to be, as a Markdown table. */
export function resultTable(results: readonly Result[]): string {
  const rows = results.map(({ goal: name, value, detail, isQuiet }) => {
    const goal: Goal = goals[name];
    const [reach, fail] = goal.better === 'more' ? ['≥', '<'] : ['≤', '>'];
    return [
      goal.figure,
      value === null ? '–' : format(goal, value),
      `${reach} ${format(goal, goal.goal)}`,
      `${fail} ${format(goal, goal.limit)}`,
      isQuiet ? verdictOf(goal, value) : 'not quiet',
      detail,
    ];
  });
  const heads = ['figure', 'measured', 'goal', 'not acceptable', 'verdict', 'medians'];
  return markdownTable(heads, rows);
}

/** With columns as wide as their widest cell, so that it can be read as text, too. */
export function markdownTable(heads: string[], rows: string[][]): string {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(heads), rule, ...rows.map(line)].join('\n');
}

function format({ unit }: Goal, value: number): string {
  switch (unit) {
    case 'ratio':
      return String(Number(value.toFixed(2)));
    case 's':
      return `${value.toFixed(2)} s`;
    default:
      return `${Number(value.toFixed(1))} ${unit}`;
  }
}
