import { useQuery } from '@tanstack/react-query';
import { Changed } from '../../../activity/changed.tsx';
import { ExchangeRow } from '../../../activity/exchange.tsx';
import { Standing } from '../../../activity/job-story.tsx';
import { NextAttempt } from '../../../activity/next-attempt.tsx';
import { Outcome } from '../../../activity/outcomes.tsx';
import { Payload } from '../../../activity/payload.tsx';
import type { ActivityDecision, ActivityEvent } from '../../../activity/types.ts';
import { decisionWord } from '../../../activity/words.ts';
import { readExactly } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { useEventTitleOf } from '../../../parts/vocabulary.ts';
import { paths } from '../../../paths.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './try-out.module.css';
import type { Tried } from './types.ts';
import { useDecisionWords } from './use-decision-words.ts';
import type { Told } from './use-told.ts';

interface HappenedProps extends Tried {
  told: Told;
  /** Undefined for none yet. */
  shown: ActivityEvent | undefined;
}

/** What became of an event: why it was delivered or not, each request beside its reply, and what that changed, as it comes. */
export function Happened({ told, shown, ...tried }: HappenedProps) {
  const { tryOut: texts } = useDeveloperTexts();
  return (
    <Card title={texts.happened} isFlush className={styles.happened}>
      <Loaded query={told.head} rows={6}>
        {() =>
          shown === undefined ? (
            <Empty title={texts.waiting}>{texts.waitingText}</Empty>
          ) : (
            <Story key={shown.id} event={shown} {...tried} />
          )
        }
      </Loaded>
    </Card>
  );
}

function Story({ event, ...tried }: Tried & { event: ActivityEvent }) {
  const { activity } = useTexts();
  const format = useFormat();
  const { title } = useEventTitleOf()(event);
  const [decision] = event.decisions;
  return (
    <article aria-label={activity.storyOf(title)}>
      <div className={styles.story}>
        <header className={styles.storyHead}>
          <h3>{title}</h3>
          {decision && <Outcome decision={decision} />}
          <Next decision={decision} />
        </header>
        <p className={styles.muted}>
          <code>{event.name}</code> · {format.exact(Date.parse(event.occurred_at))}
          {event.identifier !== null && (
            <>
              {' '}
              · <code>{event.identifier}</code>
            </>
          )}
        </p>
        {decision && <Why decision={decision} {...tried} />}
        <details>
          <summary>{activity.payload}</summary>
          <Payload eventId={event.id} />
        </details>
      </div>
      {decision?.job && <JobStory id={decision.job.id} slug={tried.plugin.slug} />}
    </article>
  );
}

function Next({ decision }: { decision: ActivityDecision | undefined }) {
  const job = decision?.job;
  if (!job || job.next_attempt_at === null) return null;
  return (
    <span className={styles.muted}>
      <NextAttempt number={job.attempts + 1} most={job.max_attempts} at={job.next_attempt_at} />
    </span>
  );
}

/** Why it was delivered or not, and where that is changed. */
function Why({ decision, plugin, install }: Tried & { decision: ActivityDecision }) {
  const { activity } = useTexts();
  const { tryOut: texts } = useDeveloperTexts();
  const whyOf = useDecisionWords();
  const { id, space_id } = install;
  const word = decisionWord(decision);
  const ways: Partial<Record<typeof word, [to: string, label: string, hash?: string]>> = {
    not_subscribed: [paths.builderOf(plugin.slug), texts.addEvent, '/events'],
    filtered: [paths.builderOf(plugin.slug), texts.lookAtFilter, '/events'],
    setup_incomplete: [paths.setup(space_id, id), texts.goOnWithSetup],
    not_granted: [paths.installPermissions(space_id, id), activity.lookAtPermissions],
    missing_scope: [paths.installPermissions(space_id, id), activity.lookAtPermissions],
    suspended: [paths.install(space_id, id), activity.lookAt(plugin.name)],
    endpoint_disabled: [paths.plugin(plugin.slug), texts.toOverview],
  };
  const way = ways[word];
  return (
    <p>
      {whyOf(word, plugin.name)}{' '}
      {way && (
        <PageLink to={way[0]} {...(way[2] !== undefined && { hash: way[2] })}>
          {way[1]}
        </PageLink>
      )}
    </p>
  );
}

function JobStory({ id, slug }: { id: string; slug: string }) {
  const { activity } = useTexts();
  const { tryOut: texts } = useDeveloperTexts();
  const job = useQuery({
    ...readExactly('/platform/v1/jobs/{id}', { path: { id } }),
    placeholderData: undefined,
  });
  return (
    <Loaded query={job} rows={4}>
      {({ value, text }) => (
        <>
          <div className={styles.story}>
            <Standing job={value} />
            <Changed job={value} text={text} />
            {value.attempts.length === 0 && <p className={styles.muted}>{activity.noAttempts}</p>}
          </div>
          {value.attempts.length > 0 && (
            <ol className={styles.attempts} aria-label={activity.attempts(value.attempts_total)}>
              {value.attempts.toReversed().map((attempt, index) => (
                <ExchangeRow
                  key={attempt.number}
                  job={value}
                  attempt={attempt}
                  isOpenAtFirst={index === 0}
                />
              ))}
            </ol>
          )}
          <p className={styles.storyEnd}>
            <PageLink className={buttonClass()} to={paths.delivery(slug, id)}>
              {texts.openDelivery}
            </PageLink>
          </p>
        </>
      )}
    </Loaded>
  );
}
