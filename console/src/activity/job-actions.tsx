import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { api } from '../api/client.ts';
import { readAgain } from '../api/query.ts';
import { useWords } from '../parts/failure.tsx';
import { useSpace } from '../parts/use-space.ts';
import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import styles from './activity.module.css';
import { type JobAction, whyNot } from './may.ts';
import type { Job } from './types.ts';

const CALLS = {
  retry: (id: string) => api.POST('/platform/v1/jobs/{id}/retry', { params: { path: { id } } }),
  resend: (id: string) => api.POST('/platform/v1/jobs/{id}/resend', { params: { path: { id } } }),
  cancel: (id: string) => api.POST('/platform/v1/jobs/{id}/cancel', { params: { path: { id } } }),
} satisfies Record<JobAction, (id: string) => Promise<unknown>>;

function useAction(action: JobAction, id: string) {
  return useMutation({
    mutationFn: () => CALLS[action](id),
    onSettled: () =>
      readAgain(
        '/platform/v1/jobs/{id}',
        '/platform/v1/activity',
        '/platform/v1/jobs',
        '/platform/v1/deliveries',
        '/platform/v1/plugins/{id}/deliveries',
      ),
  });
}

/** What admins can do about a job: each with what it does, or why it cannot be done now. */
export function JobActions({ job }: { job: Job }) {
  const { activity } = useTexts();
  const space = useSpace();
  if (space === undefined) return null;
  if (!space.is_admin) return <p className={styles.muted}>{activity.onlyAdmins}</p>;
  return <JobChoices job={job} />;
}

interface JobChoicesProps {
  job: Job;
  /** Why it cannot be retried by who looks, in words, where that is for others to do. */
  notRetried?: string | undefined;
}

/** What can be done about a job, by who may. */
export function JobChoices({ job, notRetried }: JobChoicesProps) {
  return (
    <ul className={styles.choices}>
      <Choice action="retry" job={job} isForOthers={notRetried} />
      <Choice action="resend" job={job} />
      <Choice action="cancel" job={job} />
    </ul>
  );
}

interface ChoiceProps {
  action: JobAction;
  job: Job;
  isForOthers?: string | undefined;
}

function Choice({ action, job, isForOthers }: ChoiceProps) {
  const { activity } = useTexts();
  const id = useId();
  const doing = useAction(action, job.id);
  const obstacle = whyNot(action, job);
  const reason = isForOthers ?? (obstacle && activity.cannot[obstacle]);
  const words = useWords(doing.error);
  return (
    <li className={styles.choice}>
      <Button
        kind={action === 'cancel' ? 'danger' : 'secondary'}
        disabled={reason !== undefined}
        isBusy={doing.isPending}
        aria-describedby={id}
        onClick={() => doing.mutate()}
      >
        {activity.act[action]}
      </Button>
      <div id={id}>
        <p className={styles.muted}>{reason ?? activity.does[action]}</p>
        {words !== undefined && <p role="alert">{words}</p>}
      </div>
    </li>
  );
}

/** The one thing that is worth doing about a job, if there is one: beside its story. */
export function QuickAction({ job }: { job: Job }) {
  const { activity } = useTexts();
  const isAdmin = useSpace()?.is_admin ?? false;
  const doing = useAction('retry', job.id);
  const words = useWords(doing.error);
  if (!isAdmin || whyNot('retry', job) !== undefined) return null;
  return (
    <>
      <Button
        size="small"
        isBusy={doing.isPending}
        title={activity.does.retry}
        onClick={() => doing.mutate()}
      >
        {activity.act.retry}
      </Button>
      {words !== undefined && <span role="alert">{words}</span>}
    </>
  );
}
