import { type Goal, goals, type Result, verdictOf } from '../figures/goals.ts';
import { median } from './rounds.ts';

const inThousands = (value: number): string => Math.round(value).toLocaleString('en');

/** The medians behind a ratio, for the table. */
export const perSecond = (ours: readonly number[], theirs: readonly number[]): string =>
  `${inThousands(median(ours))}/s ÷ ${inThousands(median(theirs))}/s`;

/** The results as a Markdown table. */
export function resultTable(results: readonly Result[]): string {
  const rows = results.map(({ goal: name, value, detail }) => {
    const goal: Goal = goals[name];
    const [reach, fail] = goal.better === 'more' ? ['≥', '<'] : ['≤', '>'];
    return [
      goal.figure,
      value === null ? '–' : format(goal, value),
      `${reach} ${format(goal, goal.goal)}`,
      goal.limit === null ? '' : `${fail} ${format(goal, goal.limit)}`,
      verdictOf(goal, value),
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
    case 'jobs/s':
      return `${inThousands(value)}/s`;
    case 's':
      return `${value.toFixed(2)} s`;
    default:
      return `${Number(value.toFixed(1))} ${unit}`;
  }
}
