import { SetupError } from '../errors.ts';
import type { StorageCommand } from './commands.ts';

/** Answers a call that was begun, which is watched while a handler runs. */
export type Begun = HandlerCalls['begun'];

/**
 * The calls that a handler made, and of which nobody would hear: storage calls that would change something and were neither awaited nor given as
 * effects, and other calls that were not awaited. A forgotten `await` would be told by nobody.
 */
export class HandlerCalls {
  // Made for the first: most handlers make no such call, and every request has one of these.
  #waiting: Set<readonly StorageCommand[]> | undefined;
  #begun: { what: string; call: BegunCall<unknown> }[] | undefined;
  #isOver = false;

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

  /** A call is under way. Its failure ends no process, even if nobody waits for it. */
  begun<Result>(what: string, pending: Promise<Result>): Promise<Result> {
    // Made later, it is a call like any other.
    if (this.#isOver) return pending;
    const call = new BegunCall<Result>((resolve, reject) => pending.then(resolve, reject));
    this.#begun ??= [];
    this.#begun.push({ what, call });
    return call;
  }

  /** What is wrong, now that the handler is over. */
  problems(handler: string): readonly unknown[] {
    this.#isOver = true;
    if (this.#waiting === undefined && this.#begun === undefined) return NONE;
    const [first] = this.#waiting ?? [];
    const notAwaited = this.#begun?.filter(({ call }) => !call.isAwaited) ?? [];
    return [
      ...(first === undefined ? [] : [notMade(handler, first)]),
      ...notAwaited.map(({ what }) => notHeard(handler, what)),
    ];
  }
}

const NONE: readonly unknown[] = [];

/** A promise that knows whether somebody waits for it: `await`, `Promise.all` and all its methods ask for `then`. */
class BegunCall<Result> extends Promise<Result> {
  isAwaited = false;

  constructor(run: (resolve: (result: Result) => void, reject: (reason: unknown) => void) => void) {
    super(run);
    super.then(undefined, () => undefined);
  }

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  // biome-ignore lint/suspicious/noThenProperty: a promise has it
  override then<Done = Result, Failed = never>(
    onDone?: ((result: Result) => Done | PromiseLike<Done>) | null,
    onFailed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    this.isAwaited = true;
    return super.then(onDone, onFailed);
  }
}

function notMade(handler: string, commands: readonly StorageCommand[]): SetupError {
  const calls = commands.map(({ action, key }) => `${action} ${JSON.stringify(key)}`).join(', ');
  return new SetupError(
    'call_not_made',
    `${handler} made a storage call (${calls}) that was neither awaited nor given as effects: nothing was stored`,
  );
}

const notHeard = (handler: string, what: string): SetupError =>
  new SetupError(
    'call_not_awaited',
    `${handler} made a call (${what}) that it did not await: whether it works nobody hears`,
  );

/** Whether a command leaves something behind. */
export const changes = ({ action }: StorageCommand): boolean =>
  action !== 'get' && action !== 'list';
