/**
 * Lets only so many things go on at a time; others wait, in their order.
 *
 * @param most how many.
 * @returns what does something once there is room.
 */
export function createGate(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let room = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (room > 0) room--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) room++;
      else next();
    }
  };
}
