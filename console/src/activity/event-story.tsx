import { useFormat, useTexts } from '../texts.tsx';
import { Copyable } from '../ui/copyable.tsx';
import { PluginIcon } from '../ui/plugin-icon.tsx';
import styles from './activity.module.css';
import { JobStory } from './job-story.tsx';
import { NextAttempt } from './next-attempt.tsx';
import { Outcome } from './outcomes.tsx';
import { Payload } from './payload.tsx';
import type { ActivityDecision, ActivityEvent } from './types.ts';
import { Why } from './why.tsx';

/** The whole story of an event in one column: what happened, and for each plugin why, what was tried, what it changed. */
export function EventStory({ event }: { event: ActivityEvent }) {
  const { activity } = useTexts();
  const format = useFormat();
  const silent = event.decisions.filter(({ decision }) => decision === 'not_subscribed');
  const heard = event.decisions.filter(({ decision }) => decision !== 'not_subscribed');
  return (
    <div className={styles.story}>
      <section className={styles.part}>
        <h3>{activity.whatHappened}</h3>
        <p>
          <code>{event.name}</code> · {format.exact(Date.parse(event.occurred_at))} ·{' '}
          {activity.event} <Copyable value={event.id} />
        </p>
        <Payload eventId={event.id} />
      </section>
      {heard.map((decision) => (
        <PluginStory key={decision.install_id} event={event} decision={decision} />
      ))}
      {event.decisions.length === 0 && <p className={styles.muted}>{activity.nobody}</p>}
      {silent.length > 2 ? (
        <p className={styles.muted}>
          {activity.notSubscribed(format.list(silent.map(({ plugin_name }) => plugin_name)))}
        </p>
      ) : (
        silent.map((decision) => (
          <PluginStory key={decision.install_id} event={event} decision={decision} />
        ))
      )}
    </div>
  );
}

function PluginStory({ event, decision }: { event: ActivityEvent; decision: ActivityDecision }) {
  const { plugin_slug, plugin_name, plugin_icon, job } = decision;
  return (
    <section className={styles.plugin}>
      <h3 className={styles.pluginHead}>
        <PluginIcon slug={plugin_slug} name={plugin_name} icon={plugin_icon} size="small" />
        <span>{plugin_name}</span>
        <span className={styles.now}>
          <Outcome decision={decision} />
          {job !== null && job.next_attempt_at !== null && (
            <span className={styles.muted}>
              ·{' '}
              <NextAttempt
                number={job.attempts + 1}
                most={job.max_attempts}
                at={job.next_attempt_at}
              />
            </span>
          )}
        </span>
      </h3>
      <Why spaceId={event.space_id} decision={decision} />
      {job !== null && <JobStory id={job.id} />}
    </section>
  );
}
