import type { Subcommand } from './command.ts';
import { usageOf } from './parse.ts';

const MORE = 'Settings are environment variables; see docs/operator.md.';

/** What all commands do, or one of them with its options. */
export function helpOf(commands: Record<string, Subcommand>, name: string | undefined): string {
  const command = name === undefined ? undefined : commands[name];
  if (name === undefined || command === undefined) return overview(commands);
  const options: [string, string][] = Object.entries(command.options).map(
    ([option, { value, help }]) => [`--${option}${value === undefined ? '' : ` ${value}`}`, help],
  );
  const shown = options.length === 0 ? '' : `\n${columns(options)}\n`;
  return `${usageOf(name, command)}\n\n${command.summary}.\n${shown}\n${MORE}`;
}

function overview(commands: Record<string, Subcommand>): string {
  const rows = Object.entries(commands).map(([name, { summary }]): [string, string] => [
    name,
    summary,
  ]);
  const others: [string, string][] = [
    ['--help, -h', 'this; behind a command, its options'],
    ['--version, -v', 'which release this is'],
  ];
  return `Usage: plugboard <command>\n\n${columns([...rows, ...others])}\n\n${MORE}`;
}

function columns(rows: [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join('\n');
}
