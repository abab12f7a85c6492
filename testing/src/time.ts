import type { Conversation } from './keeper/conversation.ts';

/** A span of time; what is given is added up. */
export interface Span {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  milliseconds?: number;
}

/** The time of one Plugboard. */
export interface Time {
  /**
   * Lets time pass there: everything that lies in its past lies that much further back afterwards. Retries, time-outs and expiries that
   * would have come by then are due when this returns; jobs that are due are on their way. The clock of the test does not move, nor do
   * times that somebody else has: those in signatures and in App Bridge tokens, and what a plugin remembers.
   *
   * @example
   * await plugboard.time.advance({ hours: 1, minutes: 30 });
   *
   * @throws RangeError for a span that is no time, or goes back.
   */
  advance(span: Span): Promise<void>;
  /** Whether an {@link Time.advance} is under way. */
  readonly isAdvancing: boolean;
}

const SECONDS: Required<Span> = {
  days: 86_400,
  hours: 3600,
  minutes: 60,
  seconds: 1,
  milliseconds: 0.001,
};

/** A hundred years: more does not fit into what PostgreSQL takes for a time. */
const MOST_SECONDS = 36_525 * SECONDS.days;

/** @param conversation with the keeper, which moves the times. */
export function createTime(conversation: Pick<Conversation, 'ask'>): Time {
  let underWay = 0;
  return {
    get isAdvancing() {
      return underWay > 0;
    },
    async advance(span) {
      const seconds = secondsOf(span);
      underWay++;
      try {
        await conversation.ask({ ask: 'advance', seconds });
      } finally {
        underWay--;
      }
    },
  };
}

function secondsOf(span: Span): number {
  let seconds = 0;
  for (const [unit, amount] of Object.entries(span)) {
    const factor = SECONDS[unit as keyof Span];
    if (factor === undefined) {
      const known = Object.keys(SECONDS).join(', ');
      throw new RangeError(`There is no unit of time "${unit}": use ${known}`);
    }
    if (typeof amount !== 'number' || !(amount >= 0)) {
      throw new RangeError(`${unit} must be a number, 0 or more: time goes forward only`);
    }
    seconds += amount * factor;
  }
  if (seconds === 0) throw new RangeError('Say how much time is to pass, such as { hours: 1 }');
  if (seconds > MOST_SECONDS) throw new RangeError('At most a hundred years can pass at once');
  return seconds;
}
