import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, type Schemas } from '../api/client.ts';
import { read, readAgain } from '../api/query.ts';
import { useWords } from '../parts/failure.tsx';
import { useFormat, useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import { Banner } from '../ui/card.tsx';
import styles from './activity.module.css';
import { type ReplayTarget, targetOf } from './replay-target.ts';

type Replay = Schemas['Replay'];

/** What came to its end within this time is told still. */
const TOLD_MS = 15 * 60_000;
/** So often one that runs is looked at, at least. */
const RUNNING_MS = 3000;

/** How far jobs that are run again in bulk are: also for who left the page meanwhile, or looks from elsewhere. */
export function Replays({ filter }: { filter: ReplayTarget }) {
  const of = targetOf(filter);
  const { data } = useQuery({
    ...read('/platform/v1/replays', { query: { ...of, limit: 5 } }),
    // That it is over is no change of a job.
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ finished_at }) => finished_at === null) ? RUNNING_MS : false,
  });
  const now = Date.now();
  const told = (data?.data ?? []).filter(
    ({ finished_at }) => finished_at === null || now - Date.parse(finished_at) < TOLD_MS,
  );
  return told.map((replay) => <Progress key={replay.id} replay={replay} />);
}

function Progress({ replay }: { replay: Replay }) {
  const { activity } = useTexts();
  const format = useFormat();
  const { id, state, total, done, failed } = replay;
  const stop = useMutation({
    mutationFn: () =>
      api.DELETE('/platform/v1/replays/{id}', { params: { path: { id: String(id) } } }),
    onSettled: () => readAgain('/platform/v1/replays'),
  });
  const words = useWords(stop.error);
  const isRunning = state === 'running';
  const wasRunning = useRef(isRunning);
  useEffect(() => {
    // What a list read before, and the stream does not keep, stands otherwise now.
    if (wasRunning.current && !isRunning)
      readAgain(
        '/platform/v1/jobs',
        '/platform/v1/activity',
        '/platform/v1/plugins/{id}/deliveries',
      );
    wasRunning.current = isRunning;
  }, [isRunning]);
  const counts = { done: format.number(done), failed: format.number(failed) };
  const sentence = isRunning
    ? activity.replay.running(
        format.number(done + failed),
        total === null ? '…' : format.number(total),
      )
    : activity.replay[state === 'cancelled' ? 'cancelled' : 'done'](counts.done, counts.failed);
  return (
    <Banner
      tone={isRunning ? 'info' : failed > 0 ? 'warning' : 'success'}
      actions={
        isRunning && (
          <Button size="small" isBusy={stop.isPending} onClick={() => stop.mutate()}>
            {activity.replay.stop}
          </Button>
        )
      }
    >
      <p role="status">{sentence}</p>
      {isRunning && (
        <progress
          className={styles.progress}
          aria-label={activity.replay.label}
          {...(total !== null && { value: done + failed, max: Math.max(1, total) })}
        />
      )}
      {isRunning && <p className={styles.muted}>{activity.replay.leave}</p>}
      {words !== undefined && <p role="alert">{words}</p>}
    </Banner>
  );
}
