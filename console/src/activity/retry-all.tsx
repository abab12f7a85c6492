import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { read, readAgain } from '../api/query.ts';
import { Confirm } from '../parts/confirm.tsx';
import { useFormat, useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/field.tsx';
import { targetOf } from './replay-target.ts';
import type { ActivityFilter } from './types.ts';

/** What can be run again in bulk, of what a list can be filtered by. */
type Outcome = 'failed' | 'parked';

/** The outcome that a filter is of, where all that fits can be run again. */
export const replayedOutcome = ({ outcome }: ActivityFilter): Outcome | undefined =>
  outcome === 'failed' || outcome === 'parked' ? outcome : undefined;

/** How many are counted. */
const COUNTED = 100;
/** Before anything there could be. */
const BEGINNING = '2000-01-01T00:00:00.000Z';

/** Runs all again that a filter leaves, after saying how many and what that does. */
export function RetryAll({ filter, outcome }: { filter: ActivityFilter; outcome: Outcome }) {
  const { activity } = useTexts();
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const [isWithVerdicts, setWithVerdicts] = useState(false);
  const { name, identifier, since, until } = filter;
  const target = targetOf(filter);
  const names = {
    ...(name !== undefined && { name }),
    ...(identifier !== undefined && { identifier }),
  };
  const query = { ...target, ...names, status: outcome, limit: COUNTED, ...(since && { since }) };
  const { data } = useQuery(read('/platform/v1/jobs', { query }));
  const jobs = (data?.data ?? []).filter(({ created_at }) => !until || created_at < until);
  const verdicts = jobs.filter(({ settled_by }) => settled_by === 'plugin').length;
  const shown = (count: number) => format.number(count) + (data?.next_cursor == null ? '' : '+');
  const begin = () =>
    api
      .POST('/platform/v1/replays', {
        body: {
          filter: {
            ...target,
            ...names,
            status: [outcome],
            since: since ?? BEGINNING,
            until: until ?? new Date().toISOString(),
          },
          include_settled: isWithVerdicts,
        },
      })
      .then(() =>
        readAgain(
          '/platform/v1/replays',
          '/platform/v1/activity',
          '/platform/v1/jobs',
          '/platform/v1/plugins/{id}/deliveries',
        ),
      );
  if (jobs.length === 0) return null;
  const label = activity.retryAll[outcome](shown(jobs.length));
  return (
    <>
      <Button onClick={() => setAsking(true)}>{label}</Button>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={label}
        action={label}
        kind="primary"
        onConfirm={begin}
      >
        <p>{activity.retryAll.does}</p>
        {verdicts > 0 && (
          <Checkbox
            label={activity.retryAll.withVerdicts(shown(verdicts))}
            hint={activity.retryAll.withVerdictsHint}
            isChecked={isWithVerdicts}
            onChange={setWithVerdicts}
          />
        )}
      </Confirm>
    </>
  );
}
