type Then<Value> = ((value: Value) => Value | Promise<Value>) | null | undefined;
type Catch = ((error: unknown) => unknown) | null | undefined;

interface Interceptor<Value> {
  onDone: Then<Value>;
  onFailed: Catch;
}

/** Functions that what is sent, or what came back, goes through. */
export interface Interceptors<Value> extends Iterable<Interceptor<Value>> {
  /** Answers its number. */
  use(onDone: Then<Value>, onFailed?: Catch): number;
  /** Takes one away, by its number. */
  eject(id: number): void;
}

/** An empty list. */
export function interceptors<Value>(): Interceptors<Value> {
  const all = new Map<number, Interceptor<Value>>();
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
export function intercepted<Value extends object>(
  value: Promise<Value>,
  through: readonly Interceptor<Value>[],
): Promise<Value> {
  return through.reduce<Promise<Value>>(
    (chain, { onDone, onFailed }) =>
      chain.then(onDone, onFailed as ((error: unknown) => Value) | null) as Promise<Value>,
    value,
  );
}
