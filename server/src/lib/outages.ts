/** Where it is told. */
export interface OutageLog {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/** What cannot be done for a while, and what is asked for all the same, thousands of times: told when it begins, now and then, and when it is over. */
export interface Outages {
  /** It happened once more. `message` says what cannot be done, and with the error's own why. */
  met(message: string, error: Error, about?: object): void;
}

interface Outage {
  message: string;
  reason: string;
  beganAt: number;
  /** Since it was last told of. */
  times: number;
  total: number;
}

const TELL_EVERY_MS = 10_000;

/** An outage is over when it was not met for {@link TELL_EVERY_MS}. */
export function createOutages(log: OutageLog): Outages {
  const outages = new Map<string, Outage>();
  let timer: NodeJS.Timeout | undefined;

  function tell(key: string, outage: Outage): void {
    const { message, reason, beganAt, times, total } = outage;
    if (times > 0) {
      log.warn({ reason, times }, `${message}: it goes on`);
      outage.times = 0;
      return;
    }
    outages.delete(key);
    const seconds = Math.round((performance.now() - beganAt) / 1000);
    log.info({ reason, times: total, seconds }, `${message}: it is over`);
  }

  function tellAll(): void {
    for (const [key, outage] of outages) tell(key, outage);
    if (outages.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    met(message, error, about = {}) {
      const reason = error.message;
      const key = `${message}: ${reason}`;
      const known = outages.get(key);
      if (known === undefined) {
        outages.set(key, { message, reason, beganAt: performance.now(), times: 0, total: 1 });
        log.error({ err: error, ...about }, message);
        timer ??= setInterval(tellAll, TELL_EVERY_MS).unref();
        return;
      }
      known.times++;
      known.total++;
    },
  };
}
