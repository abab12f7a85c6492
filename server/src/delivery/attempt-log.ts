import type { Logger } from '../log.ts';
import type { Outcome } from './outcome.ts';

/** One line for each attempt: a warning where the plugin gave no good verdict. */
export function logAttempt(log: Logger, { job, next, status, record }: Outcome): void {
  const level = next === 'scheduled' || status === 'failed' ? 'warn' : 'info';
  log[level](
    {
      job: job.job_id,
      plugin: job.plugin_id,
      install: job.install_id,
      event: job.event_name,
      attempt: job.attempt,
      stage: record?.stage,
      status_code: record?.status_code,
      error: record?.error,
      duration_ms: record?.duration_ms,
      next,
      status,
    },
    'attempt',
  );
}
