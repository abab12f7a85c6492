import { NextAttempt } from '../../../activity/next-attempt.tsx';
import { jobWord } from '../../../activity/words.ts';
import type { Item } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Status, TONES } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './deliveries.module.css';

type Job = Item<'/platform/v1/plugins/{id}/deliveries'>;

interface DeliveryRowProps {
  job: Job;
  /** Of its event. */
  title: string;
  /** Of which plugin it is is not known otherwise. */
  isOfAny: boolean;
}

/** A job of a plugin in a line: how it stands, what it is about, where, when. */
export function DeliveryRow({ job, title, isOfAny }: DeliveryRowProps) {
  const { status } = useTexts();
  const { deliveries: texts } = useDeveloperTexts();
  const word = jobWord(job.status, job.attempts_total);
  return (
    <li className={styles.row}>
      <span className={styles.state}>
        <Status tone={TONES[word] ?? 'neutral'}>{status.job[word]}</Status>
      </span>
      <div className={styles.what}>
        <PageLink className={styles.name} to={paths.delivery(job.plugin_slug, job.id)}>
          {title}
        </PageLink>
        {job.identifier !== null && <code className={styles.identifier}>{job.identifier}</code>}
        <p className={styles.detail}>
          <Detail job={job} /> <LastAnswer job={job} />
        </p>
      </div>
      <span className={styles.place}>
        {isOfAny && `${job.plugin_name} · `}
        {job.space_name || texts.space(job.space_id)}
      </span>
      <span className={styles.time}>
        <Time at={job.created_at} />
      </span>
    </li>
  );
}

/** How the last request for it went. */
function LastAnswer({ job: { last_attempt } }: { job: Job }) {
  const { deliveries: texts } = useDeveloperTexts();
  const format = useFormat();
  if (last_attempt === null) return null;
  const { status_code, duration_ms } = last_attempt;
  const duration = format.duration(duration_ms);
  return (
    <span className={styles.answer}>
      {status_code === null ? texts.noAnswer(duration) : texts.answer(status_code, duration)}
    </span>
  );
}

/** What comes next, or why it stands as it does. */
function Detail({ job }: { job: Job }) {
  const { activity } = useTexts();
  const { delivery, settled_reason, parked_reason, status_message, failure_reason } = job;
  const parked: Record<string, string> = activity.parked;
  if (delivery?.state === 'scheduled' && delivery.due_at !== null) {
    return (
      <NextAttempt number={delivery.attempt + 1} most={job.max_attempts} at={delivery.due_at} />
    );
  }
  if (delivery?.state === 'blocked') return activity.blocked;
  const said = [status_message, failure_reason].filter(Boolean).join(' – ');
  if (said !== '') return said;
  if (settled_reason !== null) return activity.settled[settled_reason];
  return parked[parked_reason ?? ''] ?? null;
}
