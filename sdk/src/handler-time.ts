import { DeadlineError } from './errors.ts';

/** The time that a handler has. Its signal is made when somebody first asks for it: most handlers are done before. */
export class HandlerTime {
  readonly #what: string;
  readonly #ms: number;
  #controller: AbortController | undefined;
  #end: DeadlineError | undefined;

  constructor(what: string, ms: number) {
    this.#what = what;
    this.#ms = ms;
  }

  /** Fires when the time is over. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#end !== undefined) this.#controller.abort(this.#end);
    return this.#controller.signal;
  }

  /** What a handler answers. One that answers at once needs no time, nor a timer. @throws DeadlineError when it did not within its time */
  of<Answer>(answer: Answer | PromiseLike<Answer>): Answer | Promise<Answer> {
    return isPending(answer) ? this.#bound(answer) : answer;
  }

  #bound<Answer>(answer: PromiseLike<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end = new DeadlineError(this.#what, this.#ms);
        this.#controller?.abort(this.#end);
        reject(this.#end);
      }, this.#ms);
      answer.then(
        (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        (error) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  }
}

const isPending = <Answer>(answer: Answer | PromiseLike<Answer>): answer is PromiseLike<Answer> =>
  typeof (answer as PromiseLike<Answer> | null | undefined)?.then === 'function';
