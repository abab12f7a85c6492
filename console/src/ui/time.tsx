import { useEffect, useState } from 'react';
import { useFormat } from '../texts.tsx';

const MINUTE_MS = 60_000;

// One timer for all times that are shown.
let now = Date.now();
const shown = new Set<() => void>();
let timer: number | undefined;

/** What time it is, in milliseconds since 1970: again each quarter of a minute. */
export function useNow(): number {
  const [, turn] = useState(0);
  useEffect(() => {
    const show = () => turn((count) => count + 1);
    shown.add(show);
    now = Date.now();
    timer ??= window.setInterval(() => {
      now = Date.now();
      for (const each of shown) each();
    }, MINUTE_MS / 4);
    return () => {
      shown.delete(show);
      if (shown.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return now;
}

/** "3 min ago", exact where it is pointed at. `at` is an ISO 8601 time. */
export function Time({ at }: { at: string }) {
  const format = useFormat();
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={format.exact(time)}>
      {format.relative(time, Math.max(useNow(), 0))}
    </time>
  );
}
