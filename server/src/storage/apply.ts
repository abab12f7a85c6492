import type { Circumstances } from './actions/action.ts';
import { type Command, itemAction, type QueryCommand } from './actions.ts';
import { collectResults } from './results.ts';
import type { HolderItems } from './working-set.ts';

/**
 * Runs the commands of one pipeline, in order, on the working set. Yields each that takes a query, to be answered with its JSON text.
 *
 * @returns the results as the text of a JSON array.
 * @throws Failure when a condition does not hold or a command cannot be done; the caller then rolls the working set back.
 */
export function* applyPipeline(
  commands: readonly Command[],
  items: HolderItems,
  circumstances: Circumstances,
): Generator<{ query: QueryCommand; index: number }, string, string> {
  const results = collectResults(circumstances.maxResultBytes);
  for (const [index, command] of commands.entries()) {
    const result =
      'key' in command
        ? itemAction(command).apply({ command, index, items, circumstances })
        : yield { query: command, index };
    results.add(result);
  }
  return results.text();
}
