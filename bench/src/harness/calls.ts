/** What a child process does when its parent asks: by name, one argument, one result, all of it JSON. */
export type Handlers = Record<string, (argument: never) => unknown>;

/** A parent's request. Its {@link Answer} has the same `id`; answers come in whatever order. */
export interface Call {
  id: number;
  name: string;
  argument: unknown;
}

/** What the child sends back, under the id of the call: a result, or the stack of what was thrown. */
export interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

/** Turns this process into one that answers its parent's calls, and ends with it. */
export function answerCalls(handlers: Handlers): void {
  process.on('message', async ({ id, name, argument }: Call) => {
    try {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`There is no call "${name}"`);
      answer({ id, result: await handler(argument as never) });
    } catch (error) {
      answer({ id, error: (error as Error).stack ?? String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
}

function answer(message: Answer): void {
  process.send?.(message);
}
