import { Changed } from '../../../activity/changed.tsx';
import { ExchangeRow } from '../../../activity/exchange.tsx';
import { JobChoices } from '../../../activity/job-actions.tsx';
import { Standing } from '../../../activity/job-story.tsx';
import { NextAttempt } from '../../../activity/next-attempt.tsx';
import type { Job } from '../../../activity/types.ts';
import { jobWord } from '../../../activity/words.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Copyable } from '../../../ui/copyable.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { Status, TONES } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import { mayChange } from '../may.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { CopyLastRequest } from './copy-last-request.tsx';
import styles from './deliveries.module.css';
import { Lane } from './lane.tsx';

interface DeliveryViewProps {
  plugin: Plugin;
  job: Job;
  /** As it was written. */
  text: string;
}

/** All that the developer of its plugin can know of a job. */
export function DeliveryView({ plugin, job, text }: DeliveryViewProps) {
  const { activity } = useTexts();
  const { deliveries: texts } = useDeveloperTexts();
  const { attempts, attempts_total, status } = job;
  const newest = attempts.toReversed();
  return (
    <>
      <BackLink to={paths.deliveriesOf(job.plugin_slug)}>{texts.of(job.plugin_name)}</BackLink>
      <Head job={job} />
      <Card title={activity.standing}>
        <div className={styles.stack}>
          <Standing job={job} />
          <div className={styles.ways}>
            <CopyLastRequest job={job} />
            <Lane job={job} />
          </div>
          {mayChange(plugin) && (
            <JobChoices
              job={job}
              notRetried={status === 'cancelled' ? texts.cannotRetryWithdrawn : undefined}
            />
          )}
        </div>
      </Card>
      <Card title={activity.attempts(attempts_total)} isFlush>
        {newest.length === 0 ? (
          <p className={styles.nothing}>{activity.noAttempts}</p>
        ) : (
          <ol>
            {newest.map((attempt, index) => (
              <ExchangeRow
                key={attempt.number}
                job={job}
                attempt={attempt}
                isOpenAtFirst={index === 0}
              />
            ))}
          </ol>
        )}
      </Card>
      <Card title={activity.whatItChanged}>
        <Changed job={job} text={text} fallback={activity.changedNothing} isLinked={false} />
      </Card>
    </>
  );
}

function Head({ job }: { job: Job }) {
  const { activity, status } = useTexts();
  const vocabulary = useVocabulary();
  const { name, identifier, plugin_slug: slug, plugin_name, plugin_icon, delivery } = job;
  const word = jobWord(job.status, job.attempts_total);
  return (
    <PageTitle
      title={vocabulary.event(name)}
      icon={<PluginIcon slug={slug} name={plugin_name} icon={plugin_icon} />}
    >
      <p className={styles.facts}>
        <span className={styles.now}>
          <Status tone={TONES[word] ?? 'neutral'}>{status.job[word]}</Status>
          {delivery?.state === 'scheduled' && delivery.due_at !== null && (
            <span>
              ·{' '}
              <NextAttempt
                number={delivery.attempt + 1}
                most={job.max_attempts}
                at={delivery.due_at}
              />
            </span>
          )}
        </span>
        <PageLink to={paths.plugin(slug)}>{plugin_name}</PageLink>
        <span>{job.space_name}</span>
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
