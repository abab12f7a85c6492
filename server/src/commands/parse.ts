import { parseArgs } from 'node:util';
import { nearestOf } from '../lib/nearest.ts';
import type { OptionValues, Subcommand } from './command.ts';

/** What a command line asks for. */
export type Request =
  | { show: 'version' }
  | { show: 'help'; command: string | undefined }
  | { show: undefined; command: string; values: OptionValues };

type Commands = Record<string, Subcommand>;

const HELP = { help: { type: 'boolean', short: 'h' } } as const;
const GLOBAL = { ...HELP, version: { type: 'boolean', short: 'v' } } as const;
const DEFAULT = 'serve';

/** @throws Error with the usage, for a command or an option that there is not, and for one that lacks its value or has one too many. */
export function readCommandLine(args: string[], commands: Commands): Request {
  const { tokens, positionals } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: { ...allOptions(commands), ...GLOBAL },
  });
  const [name = DEFAULT, ...more] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw noCommand(name, commands);
  const values: OptionValues = {};
  for (const token of tokens) {
    if (token.kind === 'option') values[token.name] = readOption(token, name, command);
  }
  if (values.version) return { show: 'version' };
  if (values.help) return { show: 'help', command: positionals[0] };
  const [superfluous] = more;
  if (superfluous === undefined) return { show: undefined, command: name, values };
  throw wrong(`"${name}" takes nothing but options, and there is "${superfluous}"`, name, command);
}

function allOptions(commands: Commands) {
  const options = Object.values(commands).flatMap((command) => Object.entries(command.options));
  return Object.fromEntries(
    options.map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
}

interface OptionToken {
  name: string;
  rawName: string;
  value?: string;
  inlineValue?: boolean;
}

function readOption(token: OptionToken, name: string, command: Subcommand): string | boolean {
  const { value, rawName, inlineValue } = token;
  const isGlobal = Object.hasOwn(GLOBAL, token.name);
  if (!isGlobal && !Object.hasOwn(command.options, token.name)) {
    const nearest = nearestOf(token.name, Object.keys(command.options));
    const hint = nearest === undefined ? '' : `: is --${nearest} meant?`;
    throw wrong(`"${name}" has no option ${rawName}${hint}`, name, command);
  }
  const takes = isGlobal ? undefined : command.options[token.name]?.value;
  if (takes === undefined) {
    if (value === undefined) return true;
    throw wrong(`${rawName} takes no value`, name, command);
  }
  // What begins so and was not put behind "=" is the next option.
  if (value && (inlineValue || !value.startsWith('-'))) return value;
  throw wrong(`${rawName} needs a value: ${rawName} ${takes}`, name, command);
}

function noCommand(name: string, commands: Commands): Error {
  const names = Object.keys(commands);
  const nearest = nearestOf(name, names);
  const hint = nearest === undefined ? '' : ` Is "${nearest}" meant?`;
  return new Error(
    `There is no command "${name}".${hint}\n\nUsage: plugboard ${names.join(' | ')}; plugboard --help says more`,
  );
}

const wrong = (what: string, name: string, command: Subcommand): Error =>
  new Error(`${what}\n\n${usageOf(name, command)}`);

/** The line that says what may be given. */
export function usageOf(name: string, { options }: Subcommand): string {
  const parts = Object.entries(options).map(([option, { value }]) =>
    value === undefined ? `[--${option}]` : `[--${option} ${value}]`,
  );
  return ['Usage: plugboard', name, ...parts].join(' ');
}
