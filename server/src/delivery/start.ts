import type { AppDeps } from '../deps.ts';
import { startRejudging } from '../installs/setup/rejudge.ts';
import { registerWorker } from '../jobs/workers.ts';
import { startMailing } from '../mail/sending.ts';
import { startReplaying } from '../replays/working.ts';
import { createAttemptCounts } from './counting.ts';
import { createApplyEffects } from './effects.ts';
import { createDeliveryMetrics } from './metrics.ts';
import { startResuming } from './resuming.ts';
import { createSettler } from './settler.ts';
import { createSuspensions } from './suspensions.ts';
import { startWorker, type Worker } from './worker.ts';

/** Starts the worker role: jobs are claimed and delivered until it is stopped. */
export async function startDelivery(deps: AppDeps): Promise<Worker> {
  const { config, db, changes, log } = deps;
  const rules = {
    schedule: { steps: config.retrySchedule, jitterPercent: config.retryJitter },
    ongoingSeconds: config.ongoingSeconds,
    maxJsonDepth: config.maxJsonDepth,
  };
  const settle = createSettler({
    db,
    rules,
    disableHours: config.endpointDisableHours,
    mail: config,
    applyEffects: createApplyEffects(deps),
    log,
  });
  const metrics = createDeliveryMetrics(deps.metrics);
  const counts = createAttemptCounts(db, log);
  const replaying = startReplaying({
    db,
    pollMs: config.pollMs,
    endpointConcurrency: config.endpointConcurrency,
    wake: deps.jobsReady,
    log,
  });
  const worker = startWorker({
    id: await registerWorker(db, changes),
    db,
    settle,
    ...deps.pluginRequests,
    rules,
    suspensions: createSuspensions(db, changes),
    vault: deps.vault,
    attemptTimeoutMs: config.attemptTimeoutMs,
    options: config,
    metrics,
    counts,
    replayed: replaying.sent,
    log,
  });
  deps.worker.fill(worker);
  const { wake } = worker;
  const resuming = startResuming({
    db,
    pollMs: config.pollMs,
    wake,
    resumed: metrics.resumed,
    log,
  });
  const rejudging = startRejudging(deps);
  const mailing = startMailing(deps);
  changes.on('jobs', (from) => {
    if (!deps.jobsReady.isOwn(from)) wake();
  });
  changes.on('resumptions', () => {
    resuming.wake();
    replaying.wake();
  });
  return {
    ...worker,
    async stop() {
      await resuming.stop();
      await rejudging.stop();
      await mailing.stop();
      await replaying.stop();
      await worker.stop();
      await counts.stop();
    },
  };
}
