import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createDeliveryMetrics } from '../../src/delivery/metrics.ts';
import type { Outcome } from '../../src/delivery/outcome.ts';

const outcome = (stage: string, status: string) => ({ record: { stage }, status }) as Outcome;

test('whoever asks is told of every attempt, be they few or many since the last time', async () => {
  const registry = new Registry();
  const metrics = createDeliveryMetrics(registry);
  const expected = { done: 0, failed: 0 };
  for (const more of [1, 0, 7, 499, 500, 501, 1203]) {
    for (let n = 0; n < more; n++) {
      metrics.attempted(outcome('answered', 'done'), 30);
      metrics.attempted(outcome('timeout', 'failed'), 7000);
    }
    expected.done += more;
    expected.failed += more;
    const lines = (await registry.metrics()).split('\n');
    expect(lines).toContain(
      `plugboard_attempts_total{stage="answered",status="done"} ${expected.done}`,
    );
    expect(lines).toContain(
      `plugboard_attempts_total{stage="timeout",status="failed"} ${expected.failed}`,
    );
    expect(lines).toContain(`plugboard_attempt_seconds_bucket{le="0.1"} ${expected.done}`);
    expect(lines).toContain(`plugboard_attempt_seconds_count ${expected.done + expected.failed}`);
  }
});
