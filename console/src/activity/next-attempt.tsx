import { useTexts } from '../texts.tsx';
import { Time, useNow } from '../ui/time.tsx';

/** Times that are nearer are all "now". */
const MINUTE_MS = 60_000;

interface NextAttemptProps {
  number: number;
  /** How many there are at most; null where it is not one of the schedule. */
  most: number | null;
  at: string;
}

/** "3rd of 10 in 4 min": which attempt comes next, and when. */
export function NextAttempt({ number, most, at }: NextAttemptProps) {
  const { activity } = useTexts();
  const waitMs = Date.parse(at) - useNow();
  const which = most === null ? activity.again : activity.attemptOf(number, most);
  // Nothing is told when a wait is over: by then it is about to be sent, or is.
  if (waitMs <= 0) return <>{activity.isDue(which)}</>;
  if (waitMs < MINUTE_MS) return <>{activity.isSoon(which)}</>;
  return (
    <>
      {which} <Time at={at} />
    </>
  );
}
