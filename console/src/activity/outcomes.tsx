import { useFormat, useTexts } from '../texts.tsx';
import { PluginIcon } from '../ui/plugin-icon.tsx';
import { Status, type StatusTone, TONES } from '../ui/status.tsx';
import styles from './activity.module.css';
import { NextAttempt } from './next-attempt.tsx';
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

/** How many plugins have a line of their own in a row; the rest is told of once it is opened. */
const LINES = 6;
/** How many plugins that do not listen are named in a row. */
const NAMED = 3;

interface OutcomesProps {
  decisions: readonly ActivityDecision[];
  /** It is of the plugin's own life: that it does not listen to it is nothing to tell. */
  isOwn: boolean;
}

/** What each plugin made of an event, a line for each; those that do not listen share one. */
export function Outcomes({ decisions, isOwn }: OutcomesProps) {
  const { activity } = useTexts();
  const format = useFormat();
  const heard = decisions.filter(({ decision }) => decision !== 'not_subscribed');
  const silent = isOwn ? [] : decisions.filter(({ decision }) => decision === 'not_subscribed');
  const names = silent.slice(0, NAMED).map(({ plugin_name }) => plugin_name);
  if (silent.length > NAMED) names.push(activity.others(silent.length - NAMED));
  if (isOwn && heard.length === 0) return null;
  return (
    <ul className={styles.outcomes}>
      {heard.slice(0, LINES).map((decision) => (
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
      {heard.length > LINES && <MoreOutcomes decisions={heard.slice(LINES)} />}
      {silent.length > 0 && <li className={styles.muted}>{activity.silent(format.list(names))}</li>}
      {decisions.length === 0 && <li className={styles.muted}>{activity.nobody}</li>}
    </ul>
  );
}

/** What became of it for all the others: how many of each outcome. */
function MoreOutcomes({ decisions }: { decisions: readonly ActivityDecision[] }) {
  const { activity, status } = useTexts();
  const format = useFormat();
  const counts = new Map<string, number>();
  for (const decision of decisions) {
    const { job } = decision;
    const word =
      job === null
        ? (status.decision[decisionWord(decision)] ?? decision.decision)
        : status.job[jobWord(job.status, job.attempts)];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const told = [...counts].map(([word, count]) => activity.moreOutcomes(count, word));
  return <li className={styles.muted}>{activity.more(format.list(told))}</li>;
}

function Detail({ decision: { job } }: { decision: ActivityDecision }) {
  const { activity } = useTexts();
  if (job === null) return null;
  if (job.next_attempt_at !== null) {
    return (
      <span className={styles.detail}>
        <NextAttempt number={job.attempts + 1} most={job.max_attempts} at={job.next_attempt_at} />
        {job.last_status_code !== null && ` (${job.last_status_code})`}
      </span>
    );
  }
  const said =
    job.settled_reason === null
      ? (job.status_message ?? job.failure_reason)
      : activity.settled[job.settled_reason];
  return said === null ? null : <span className={styles.detail}>{said}</span>;
}
