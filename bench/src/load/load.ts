/** Requests that are sent in turn, by so many connections at once. */
export interface Load {
  url: string;
  /** Whole HTTP/1.1 requests, as `httpRequest` makes them; connections take them in turn. */
  requests: readonly Buffer[];
  connections: number;
  /** The core that `wrk` is to stay on, where it is to be a certain one. */
  core?: number;
}

/** How a load was answered. */
export interface LoadResult {
  answers: number;
  /** In which they came. */
  seconds: number;
  /** Milliseconds, from sending a request to the last byte of its answer. */
  p50: number;
  p99: number;
}
