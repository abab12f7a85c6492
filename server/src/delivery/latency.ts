/** How often requests took about as long. */
export interface LatencyCount {
  /** A class, of {@link latencyClass}. */
  latency: number;
  attempts: number;
}

/** Half an octave a class: a quantile that is read of them is less than 20 % off, with some 30 of them up to half a minute. */
const CLASSES_AN_OCTAVE = 2;
/** Of 65 s: no attempt takes longer. */
const HIGHEST_CLASS = 32;

/** The class of a duration: 0 up to a millisecond, and each is as long as what is before it, times the square root of 2. */
export function latencyClass(milliseconds: number): number {
  if (milliseconds <= 1) return 0;
  return Math.min(HIGHEST_CLASS, Math.ceil(Math.log2(milliseconds) * CLASSES_AN_OCTAVE));
}

/** The duration in milliseconds that this share of the requests did not exceed, to a fifth of it; null where there were none. */
export function latencyQuantile(counts: readonly LatencyCount[], share: number): number | null {
  const total = counts.reduce((sum, { attempts }) => sum + attempts, 0);
  const wanted = total * share;
  let passed = 0;
  for (const { latency, attempts } of counts.toSorted((a, b) => a.latency - b.latency)) {
    if (passed + attempts >= wanted && attempts > 0) {
      const [from, to] = boundsOf(latency);
      return Math.round(from + ((to - from) * (wanted - passed)) / attempts);
    }
    passed += attempts;
  }
  return null;
}

const boundsOf = (latency: number): [from: number, to: number] => [
  latency === 0 ? 0 : upperBound(latency - 1),
  upperBound(latency),
];

const upperBound = (latency: number): number => 2 ** (latency / CLASSES_AN_OCTAVE);
