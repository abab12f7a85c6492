import { SetupError } from '../errors.ts';
import type { StorageCommand } from './commands.ts';

/**
 * The storage calls of a handler that would change something, and that were neither awaited nor given as effects: a forgotten `await` would be
 * told by nobody.
 */
export class UnmadeCalls {
  // Made for the first: most handlers make no such call, and every request has one of these.
  #waiting: Set<readonly StorageCommand[]> | undefined;

  /** Something was put together. @param before what it was made of, which is not meant by itself any more */
  made(commands: readonly StorageCommand[], before: readonly StorageCommand[]): void {
    this.#waiting?.delete(before);
    if (!commands.some(changes)) return;
    this.#waiting ??= new Set();
    this.#waiting.add(commands);
  }

  /** It was carried out, or goes along with the verdict. */
  used(commands: readonly StorageCommand[]): void {
    this.#waiting?.delete(commands);
  }

  /** What is wrong when the handler is over. */
  problem(what: string): SetupError | undefined {
    const [first] = this.#waiting ?? [];
    if (first === undefined) return undefined;
    const calls = first.map(({ action, key }) => `${action} ${JSON.stringify(key)}`).join(', ');
    return new SetupError(
      'call_not_made',
      `${what} made a storage call (${calls}) that was neither awaited nor given as effects: nothing was stored`,
    );
  }
}

const changes = ({ action }: StorageCommand): boolean => action !== 'get' && action !== 'list';
