import { useQuery } from '@tanstack/react-query';
import { Changed } from '../../../activity/changed.tsx';
import { ExchangeRow } from '../../../activity/exchange.tsx';
import { JobActions } from '../../../activity/job-actions.tsx';
import { Standing } from '../../../activity/job-story.tsx';
import { NextAttempt } from '../../../activity/next-attempt.tsx';
import { Payload } from '../../../activity/payload.tsx';
import type { Job } from '../../../activity/types.ts';
import { jobWord } from '../../../activity/words.ts';
import { read } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useEventTitle } from '../../../parts/vocabulary.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Copyable } from '../../../ui/copyable.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { Status, TONES } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import styles from './activity-page.module.css';
import { Lane } from './lane.tsx';

interface JobViewProps {
  job: Job;
  /** As it was written. */
  text: string;
}

/** All that is known of a job. */
export function JobView({ job, text }: JobViewProps) {
  const { activity } = useTexts();
  const { attempts, attempts_total } = job;
  const newest = attempts.toReversed();
  return (
    <>
      <Head job={job} />
      <Card title={activity.standing}>
        <div className={styles.stack}>
          <Standing job={job} />
          <Lane job={job} />
          <JobActions job={job} />
        </div>
      </Card>
      <Card title={activity.attempts(attempts_total)} isFlush>
        {newest.length === 0 ? (
          <p className={styles.empty}>{activity.noAttempts}</p>
        ) : (
          <ol className={styles.requests}>
            {newest.map((attempt) => (
              <ExchangeRow key={attempt.number} job={job} attempt={attempt} />
            ))}
          </ol>
        )}
      </Card>
      <Card title={activity.whatItChanged}>
        <Changed job={job} text={text} fallback={activity.changedNothing} />
      </Card>
      <Card
        title={activity.whatHappened}
        actions={
          <PageLink to={paths.activity(job.space_id)} search={{ of: job.event_id }}>
            {activity.allOfEvent}
          </PageLink>
        }
      >
        <Payload eventId={job.event_id} />
      </Card>
    </>
  );
}

function Head({ job }: { job: Job }) {
  const { activity, status } = useTexts();
  const { space_id, event_id, name, identifier, plugin_slug, plugin_name, plugin_icon } = job;
  const { delivery, max_attempts } = job;
  const { data } = useQuery(read('/platform/v1/activity', { query: { space_id, event_id } }));
  const word = jobWord(job.status, job.attempts_total);
  const eventTitle = useEventTitle();
  return (
    <PageTitle
      title={eventTitle(name, data?.data[0]?.title)}
      icon={<PluginIcon slug={plugin_slug} name={plugin_name} icon={plugin_icon} />}
    >
      <p className={styles.facts}>
        <span className={styles.now}>
          <Status tone={TONES[word] ?? 'neutral'}>{status.job[word]}</Status>
          {delivery?.state === 'scheduled' && delivery.due_at !== null && (
            <span>
              ·{' '}
              <NextAttempt number={delivery.attempt + 1} most={max_attempts} at={delivery.due_at} />
            </span>
          )}
        </span>
        <PageLink to={paths.install(space_id, job.install_id)}>{plugin_name}</PageLink>
        {identifier !== null && (
          <span>
            {activity.identifier}: <Copyable value={identifier} shown={identifier} />
          </span>
        )}
        <span>
          {activity.job} <Copyable value={job.id} />
        </span>
        <Time at={job.created_at} />
      </p>
    </PageTitle>
  );
}
