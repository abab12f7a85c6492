import type { Job } from './types.ts';

/** What admins can do about a job. */
export type JobAction = 'retry' | 'resend' | 'cancel';

/** Why something cannot be done about a job now: a member of `activity.cannot`. */
type Obstacle =
  | 'verdict'
  | 'over'
  | 'underWay'
  | 'accepted'
  | 'queued'
  | 'noVerdict'
  | 'sending'
  | 'withdrawn';

/** What stands in the way of doing something about a job; undefined where nothing does that is known here. */
export function whyNot(action: JobAction, job: Job): Obstacle | undefined {
  const { settled_by, status, delivery } = job;
  const state = delivery?.state;
  switch (action) {
    case 'retry':
      if (settled_by === 'plugin') return 'verdict';
      if (state === 'leased') return 'underWay';
      if (state === 'ongoing') return 'accepted';
      return state === 'ready' || state === 'blocked' ? 'queued' : undefined;
    case 'resend':
      if (settled_by !== 'plugin') return 'noVerdict';
      return delivery === null ? undefined : 'sending';
    case 'cancel':
      if (status === 'cancelled') return 'withdrawn';
      if (settled_by === 'plugin') return 'verdict';
      return settled_by === null ? undefined : 'over';
  }
}
