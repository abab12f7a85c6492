/** The parameters of an authorization request. */
export interface Query {
  /** Undefined when it is absent or empty (RFC 6749 §3.1). */
  get(name: string): string | undefined;
  /** As it was sent, still encoded. */
  raw(name: string): string | undefined;
  isRepeated(name: string): boolean;
  /** Every name that is there more than once. */
  repeated(): string[];
}

/** Reads the query of a path. */
export function readQuery(path: string): Query {
  const start = path.indexOf('?');
  const text = start < 0 ? '' : path.slice(start + 1);
  const parameters = new URLSearchParams(text);
  const isRepeated = (name: string) => parameters.getAll(name).length > 1;
  return {
    get: (name) => parameters.get(name) || undefined,
    raw(name) {
      const pair = text.split('&').find((part) => part.startsWith(`${name}=`));
      return pair?.slice(name.length + 1) || undefined;
    },
    isRepeated,
    repeated: () => [...new Set(parameters.keys())].filter(isRepeated),
  };
}
