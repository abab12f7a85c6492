/** How many requests an endpoint gets at a time: down when it asks or fails to answer, up again as it succeeds. Pure but for its state. */
export interface Pace {
  /** Requests it may have at the moment; at least 1. */
  limit(): number;
  succeeded(): void;
  /** It said that it is busy, or did not answer in time. */
  struggled(): void;
}

/** Additive increase, multiplicative decrease, as TCP finds its own pace; never above `most`. */
export function createPace(most: number): Pace {
  let limit = most;
  return {
    limit: () => Math.max(1, Math.floor(limit)),
    succeeded() {
      if (limit < most) limit = Math.min(most, limit + 1 / limit);
    },
    struggled() {
      limit = Math.max(1, limit / 2);
    },
  };
}
