/** Processor time of this process that some work takes, in microseconds: what else the machine does is not in it. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const TRIES = 5;
/** Below it a ratio says nothing: 20 ms is twenty times the resolution of the clock. */
const TELLING_MICROSECONDS = 20_000;

/**
 * How many times as long some work takes on four times as much: 4 where it is linear, 16 where it is quadratic. The least of several
 * tries, since nothing makes work faster than it is; 0 for what takes no time that can be told.
 */
export function growth(work: (size: number) => void, size: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TRIES && least >= 8; turn++) {
    const long = processorTime(() => work(4 * size));
    if (long < TELLING_MICROSECONDS) return 0;
    least = Math.min(
      least,
      long /
        Math.max(
          1,
          processorTime(() => work(size)),
        ),
    );
  }
  return least;
}
