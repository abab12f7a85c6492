import { useFormat, useTexts } from '../texts.tsx';
import { Status } from '../ui/status.tsx';
import styles from './activity.module.css';
import type { Attempt, Job } from './types.ts';
import { isLastWord, isVerdict, readingOf } from './words.ts';

/** Each request in a line: when, what came back and how fast, and what that was read as. */
export function Attempts({ job }: { job: Job }) {
  return (
    <ol className={styles.attempts}>
      {job.attempts.toReversed().map((attempt) => (
        <li key={attempt.number}>
          <AttemptLine job={job} attempt={attempt} />
        </li>
      ))}
    </ol>
  );
}

/** One request of a job, in a line. */
export function AttemptLine({ job, attempt }: { job: Job; attempt: Attempt }) {
  const { activity } = useTexts();
  const format = useFormat();
  const { number, started_at, status_code, stage, duration_ms, error } = attempt;
  const started = Date.parse(started_at);
  const code = stage === 'answered' || stage === 'reply' ? status_code : null;
  const duration = format.duration(duration_ms);
  const reading = readingOf(attempt);
  return (
    <span className={styles.attempt}>
      <span className={styles.attemptHead}>
        <Status tone={isVerdict(attempt) ? 'success' : 'warning'}>
          {code === null ? activity.noAnswer(duration) : activity.answered(code, duration)}
        </Status>
        <span className={styles.muted}>
          {activity.attempt(number)} · <time dateTime={started_at}>{format.exact(started)}</time>
        </span>
      </span>
      <span className={styles.muted}>
        {activity.readAs[reading](code ?? 0, isLastWord(job, attempt))}
      </span>
      {error !== null && <code className={styles.error}>{error}</code>}
    </span>
  );
}
