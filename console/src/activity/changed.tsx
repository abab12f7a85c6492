import { childrenOf, memberOf } from '../parts/json-text.ts';
import { PageLink } from '../parts/page-link.tsx';
import { paths } from '../paths.ts';
import { useFormat, useTexts } from '../texts.tsx';
import styles from './activity.module.css';
import { Attachments } from './attachments/attachment.tsx';
import { changesOf } from './changes.ts';
import type { Job } from './types.ts';

interface ChangedProps {
  job: Job;
  /** As it was written. */
  text: string;
  /** What is said where it changed nothing; where it is left out, nothing is. */
  fallback?: string;
  /** For who may see the space that it is in: the settings are there. */
  isLinked?: boolean;
}

/** What a job changed: the settings, what the plugin stores, and what it tied to the job. */
export function Changed({ job, text, fallback, isLinked = true }: ChangedProps) {
  const { activity } = useTexts();
  const { config, storage } = changesOf(job.attempts);
  const attachments = childrenOf(memberOf(text.trim(), 'attachments') ?? '[]');
  if (config.length + storage.length + attachments.length === 0) {
    return fallback === undefined ? null : <p className={styles.muted}>{fallback}</p>;
  }
  return (
    <section className={styles.part}>
      {fallback === undefined && <h4>{activity.whatItChanged}</h4>}
      {config.length > 0 && <ChangedConfig job={job} members={config} isLinked={isLinked} />}
      {storage.length > 0 && (
        <ul className={styles.effects}>
          {storage.map(({ action, key }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what was done stays in its order
            <li key={index}>
              {activity.stored} <code>{[action, key].filter(Boolean).join(' ')}</code>
            </li>
          ))}
        </ul>
      )}
      {attachments.length > 0 && <Attachments texts={attachments.map((each) => each.text)} />}
    </section>
  );
}

interface ChangedConfigProps {
  job: Job;
  members: string[];
  isLinked: boolean;
}

function ChangedConfig({ job, members, isLinked }: ChangedConfigProps) {
  const { activity } = useTexts();
  const format = useFormat();
  return (
    <p>
      {activity.changedConfig(format.list(members))}{' '}
      {isLinked && (
        <PageLink to={paths.installHistory(job.space_id, job.install_id)}>
          {activity.lookAtHistory}
        </PageLink>
      )}
    </p>
  );
}
