type Then<Value, Result> = ((value: Value) => Result | Promise<Result>) | null | undefined;
type Catch = ((error: unknown) => unknown) | null | undefined;

interface Interceptor<Value, Result> {
  onDone: Then<Value, Result>;
  onFailed: Catch;
}

/** Functions that what is sent, or what came back, goes through. */
export interface Interceptors<Value, Result = Value> extends Iterable<Interceptor<Value, Result>> {
  /** Answers its number. */
  use(onDone: Then<Value, Result>, onFailed?: Catch): number;
  /** Takes one away, by its number. */
  eject(id: number): void;
}

/** An empty list. */
export function interceptors<Value, Result = Value>(): Interceptors<Value, Result> {
  const all = new Map<number, Interceptor<Value, Result>>();
  let count = 0;
  return {
    use(onDone, onFailed) {
      all.set(count, { onDone, onFailed });
      return count++;
    },
    eject: (id) => void all.delete(id),
    [Symbol.iterator]: () => all.values(),
  };
}

/** Sends a value through interceptors, one after the other. */
export function intercepted<Value extends Result, Result extends object>(
  value: Promise<Value>,
  through: readonly Interceptor<Value, Result>[],
): Promise<Value> {
  return through.reduce<Promise<Value>>(
    (chain, { onDone, onFailed }) =>
      chain.then(onDone, onFailed as ((error: unknown) => Value) | null) as Promise<Value>,
    value,
  );
}
