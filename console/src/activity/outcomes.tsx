import { useFormat, useTexts } from '../texts.tsx';
import { PluginIcon } from '../ui/plugin-icon.tsx';
import { Status, type StatusTone, TONES } from '../ui/status.tsx';
import { Time } from '../ui/time.tsx';
import styles from './activity.module.css';
import type { ActivityDecision } from './types.ts';
import { decisionWord, jobWord } from './words.ts';

const DECISION_TONES: Record<string, StatusTone> = {
  setup_incomplete: 'warning',
  not_granted: 'info',
  missing_scope: 'info',
  suspended: 'held',
  plugin_suspended: 'held',
  endpoint_disabled: 'danger',
};

/** What became of an event for a plugin: a dot and a word. */
export function Outcome({ decision }: { decision: ActivityDecision }) {
  const { status } = useTexts();
  const { job } = decision;
  if (job === null) {
    const word = decisionWord(decision);
    return (
      <Status tone={DECISION_TONES[word] ?? 'outline'}>
        {status.decision[word] ?? decision.decision}
      </Status>
    );
  }
  const word = jobWord(job.status, job.attempts);
  return <Status tone={TONES[word] ?? 'neutral'}>{status.job[word]}</Status>;
}

/** How many plugins that do not listen are named in a row. */
const NAMED = 3;

/** What each plugin made of an event, a line for each; those that do not listen share one. */
export function Outcomes({ decisions }: { decisions: readonly ActivityDecision[] }) {
  const { activity } = useTexts();
  const format = useFormat();
  const heard = decisions.filter(({ decision }) => decision !== 'not_subscribed');
  const silent = decisions.filter(({ decision }) => decision === 'not_subscribed');
  const names = silent.slice(0, NAMED).map(({ plugin_name }) => plugin_name);
  if (silent.length > NAMED) names.push(activity.others(silent.length - NAMED));
  return (
    <ul className={styles.outcomes}>
      {heard.map((decision) => (
        <li key={decision.install_id} className={styles.outcome}>
          <PluginIcon
            slug={decision.plugin_slug}
            name={decision.plugin_name}
            icon={decision.plugin_icon}
            size="small"
          />
          <span className={styles.outcomeName}>{decision.plugin_name}</span>
          <Outcome decision={decision} />
          <Detail decision={decision} />
        </li>
      ))}
      {silent.length > 0 && <li className={styles.muted}>{activity.silent(format.list(names))}</li>}
      {decisions.length === 0 && <li className={styles.muted}>{activity.nobody}</li>}
    </ul>
  );
}

function Detail({ decision: { job } }: { decision: ActivityDecision }) {
  const { activity } = useTexts();
  if (job === null) return null;
  if (job.next_attempt_at !== null) {
    return (
      <span className={styles.detail}>
        {activity.again} <Time at={job.next_attempt_at} />
        {job.last_status_code !== null && ` (${job.last_status_code})`}
      </span>
    );
  }
  const said = job.status_message ?? job.failure_reason;
  return said === null ? null : <span className={styles.detail}>{said}</span>;
}
