import { BY_ITSELF } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { ClaimedJob } from '../jobs/claim.ts';
import type { Db } from '../lib/db.ts';
import { type MailSettings, mailEndpoint } from '../mail/outbox.ts';
import {
  addEndpointFailures,
  clearEndpointFailures,
  disableFailingEndpoint,
  type EndpointFailures,
  type FailingEndpoint,
  markWarned,
} from '../registry/endpoint-health-queries.ts';
import { insertNotice } from '../registry/notice-queries.ts';
import type { Outcome } from './outcome.ts';

/** Percent of the time until an endpoint is disabled at which its developer is told. */
const WARNINGS = [50, 70, 90, 100];
const LEAST_FAILURES = 10;

/** The highest warning that is due after `failingHours` of `disableHours`; 0 for none. */
export function dueWarning(failingHours: number, disableHours: number): number {
  const percent = (failingHours / disableHours) * 100;
  return WARNINGS.findLast((warning) => percent >= warning) ?? 0;
}

/** What follows from how endpoints do. */
export interface EndpointRules {
  /** Hours of failing after which one is disabled. */
  disableHours: number;
  mail: MailSettings;
}

/** Keeps count of how endpoints do, warns their developers and, at last, disables them. Healthy endpoints cost no write. */
export async function recordEndpointResults(
  tx: Db,
  outcomes: Outcome[],
  rules: EndpointRules,
): Promise<void> {
  for (const { endpoint, job } of outcomes)
    if (endpoint === 'gone') await disableGone(tx, job, rules);
  const recovered = outcomes.filter(
    ({ endpoint, job }) => endpoint === 'answered' && job.endpoint_failing,
  );
  if (recovered.length > 0) {
    await clearEndpointFailures(
      tx,
      [...new Set(recovered.map(({ job }) => job.called_endpoint))].sort(),
    );
  }
  const failures = countFailures(outcomes);
  if (failures.length === 0) return;
  for (const endpoint of await addEndpointFailures(tx, failures)) await warn(tx, endpoint, rules);
}

function countFailures(outcomes: Outcome[]): EndpointFailures[] {
  const counts = new Map<number, number>();
  for (const { endpoint, job } of outcomes) {
    if (endpoint !== 'failed' && endpoint !== 'struggled') continue;
    counts.set(job.called_endpoint, (counts.get(job.called_endpoint) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return sorted.map(([endpoint_id, failures]) => ({ endpoint_id, failures }));
}

// It said 410: it will never answer again.
async function disableGone(tx: Db, job: ClaimedJob, { mail }: EndpointRules): Promise<void> {
  if (!(await disableFailingEndpoint(tx, job.called_endpoint, 'gone'))) return;
  await recordDisabled(tx, job);
  await insertNotice(
    tx,
    job.plugin_id,
    'endpoint_disabled',
    `The endpoint for ${job.event_name} answered 410 Gone and was disabled. Its jobs are parked until it is enabled.`,
  );
  await mailEndpoint(tx, mail, 'endpoint_disabled', job);
}

async function warn(tx: Db, endpoint: FailingEndpoint, rules: EndpointRules): Promise<void> {
  const { disableHours, mail } = rules;
  const percent = dueWarning(endpoint.failing_hours, disableHours);
  if (percent <= endpoint.warned_percent || endpoint.failures < LEAST_FAILURES) return;
  await markWarned(tx, endpoint.id, percent);
  const since = `has failed for ${Math.floor(endpoint.failing_hours)} hours (${endpoint.failures} attempts)`;
  if (percent < 100) {
    const left = Math.ceil(disableHours - endpoint.failing_hours);
    const message = `The endpoint for ${endpoint.event_name} ${since}. It will be disabled in ${left} hours.`;
    await insertNotice(tx, endpoint.plugin_id, 'endpoint_failing', message);
    await mailEndpoint(tx, mail, 'endpoint_failing', endpoint);
    return;
  }
  if (await disableFailingEndpoint(tx, endpoint.id, 'failing')) await recordDisabled(tx, endpoint);
  const message = `The endpoint for ${endpoint.event_name} ${since} and was disabled. Its jobs are parked until it is enabled.`;
  await insertNotice(tx, endpoint.plugin_id, 'endpoint_disabled', message);
  await mailEndpoint(tx, mail, 'endpoint_disabled', endpoint);
}

async function recordDisabled(
  tx: Db,
  { plugin_id, event_name }: Pick<FailingEndpoint, 'plugin_id' | 'event_name'>,
): Promise<void> {
  const target = [plugin_id, event_name];
  await record(tx, BY_ITSELF, { action: 'endpoint.disabled', target });
}
