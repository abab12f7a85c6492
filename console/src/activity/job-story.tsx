import { useQuery } from '@tanstack/react-query';
import { readExactly } from '../api/query.ts';
import { Loaded } from '../parts/loaded.tsx';
import { PageLink } from '../parts/page-link.tsx';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { buttonClass } from '../ui/button.tsx';
import styles from './activity.module.css';
import { Attempts } from './attempts.tsx';
import { Changed } from './changed.tsx';
import { QuickAction } from './job-actions.tsx';
import type { Job } from './types.ts';

/** What became of a job: how it stands, each request, and what it changed. */
export function JobStory({ id }: { id: string }) {
  const { activity } = useTexts();
  const job = useQuery(readExactly('/platform/v1/jobs/{id}', { path: { id } }));
  return (
    <Loaded query={job}>
      {({ value, text }) => (
        <>
          <Standing job={value} />
          {value.attempts.length > 0 && (
            <section className={styles.part}>
              <h4>{activity.attempts(value.attempts_total)}</h4>
              <Attempts job={value} />
            </section>
          )}
          <Changed job={value} text={text} />
          <p className={styles.actions}>
            <QuickAction job={value} />
            <PageLink to={paths.job(value.space_id, id)} className={buttonClass('quiet', 'small')}>
              {activity.openJob}
            </PageLink>
          </p>
        </>
      )}
    </Loaded>
  );
}

/** Why a job stands as it does, in sentences. */
export function Standing({ job }: { job: Job }) {
  const { activity } = useTexts();
  const { delivery, status_message, failure_reason, parked_reason, settled_by, settled_reason } =
    job;
  const parked: Record<string, string> = activity.parked;
  const reason =
    settled_reason === null ? parked[parked_reason ?? ''] : activity.settled[settled_reason];
  return (
    <div className={styles.standing}>
      {reason !== undefined && <p>{reason}</p>}
      {delivery?.state === 'blocked' && <p>{activity.blocked}</p>}
      {delivery?.state === 'leased' && <p>{activity.underWay}</p>}
      {delivery && delivery.held_up_by !== null && <p>{activity.heldUp(delivery.held_up_by)}</p>}
      {settled_by === 'plugin' && (status_message ?? failure_reason) !== null && (
        <p>
          {activity.itSays} <q>{[status_message, failure_reason].filter(Boolean).join(' – ')}</q>
        </p>
      )}
    </div>
  );
}
