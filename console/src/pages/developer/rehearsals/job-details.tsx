import { Attachments } from '../../../activity/attachments/attachment.tsx';
import { childrenOf, memberOf } from '../../../parts/json-text.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useFormat } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Copyable } from '../../../ui/copyable.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { Part } from './part.tsx';
import styles from './rehearsals.module.css';
import type { RehearsedJob } from './types.ts';
import { WouldChange } from './would-change.tsx';

interface JobDetailsProps {
  plugin: Plugin;
  job: RehearsedJob;
  /** As it was written. */
  text: string;
}

/** All that is known of an event of a rehearsal: what was answered, what would have come of that, and where the job of then is. */
export function JobDetails({ plugin, job, text }: JobDetailsProps) {
  const { rehearsals: texts } = useDeveloperTexts();
  const after = memberOf(text, 'after') ?? '{}';
  const attachments = childrenOf(memberOf(after, 'attachments') ?? '[]');
  return (
    <div className={styles.details}>
      <Answered after={job.after} />
      <WouldChange effects={memberOf(after, 'effects') ?? 'null'} />
      {attachments.length > 0 && (
        <Part title={texts.attachments}>
          <Attachments texts={attachments.map((each) => each.text)} />
        </Part>
      )}
      <div className={styles.facts}>
        {job.before.job_id !== null && (
          <PageLink
            className={buttonClass('secondary', 'small')}
            to={paths.delivery(plugin.slug, job.before.job_id)}
          >
            {texts.openThen}
          </PageLink>
        )}
        <span className={styles.muted}>
          {texts.event} <Copyable value={job.event_id} />
        </span>
        <span className={styles.muted}>
          webhook-id <Copyable value={job.after.job_id} />
        </span>
      </div>
    </div>
  );
}

function Answered({ after }: { after: RehearsedJob['after'] }) {
  const { rehearsals: texts } = useDeveloperTexts();
  const format = useFormat();
  const { decision, status_code, duration_ms, message, failure_reason, error } = after;
  const why: Record<string, string> = texts.why;
  if (decision === null) return <p className={styles.muted}>{texts.notYetText}</p>;
  if (decision !== 'delivered') {
    return (
      <>
        <p>{why[decision]}</p>
        {error !== null && <p className={styles.said}>{texts.says(error)}</p>}
      </>
    );
  }
  const duration = format.duration(duration_ms ?? 0);
  return (
    <Part title={texts.answered}>
      <p>{status_code === null ? texts.noAnswer(duration) : texts.answer(status_code, duration)}</p>
      {message !== null && <p className={styles.said}>{texts.says(message)}</p>}
      {failure_reason !== null && <p className={styles.said}>{texts.reason(failure_reason)}</p>}
      {error !== null && <code className={styles.error}>{error}</code>}
      {after.status === 'ongoing' && <p className={styles.muted}>{texts.goesOn}</p>}
    </Part>
  );
}
