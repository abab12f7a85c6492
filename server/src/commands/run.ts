import { version } from '../version.ts';
import { commands } from './all.ts';
import { helpOf } from './help.ts';
import { readCommandLine } from './parse.ts';

/** Does what `plugboard` is told; what goes wrong is said on standard error, and ends the process with exit code 1. */
export async function runCommandLine(args: string[]): Promise<void> {
  try {
    const request = readCommandLine(args, commands);
    if (request.show === 'version') return console.log(`plugboard ${version}`);
    if (request.show === 'help') return console.log(helpOf(commands, request.command));
    await commands[request.command]?.run(request.values);
  } catch (error) {
    const { message, cause } = error as Error;
    console.error(`plugboard: ${message}`);
    if (cause instanceof Error) console.error(`  because: ${cause.message}`);
    process.exit(1);
  }
}
