import type { AuthorizationServer, KeptGrant } from './server.ts';

/** Keeps access tokens good. */
export interface Renewals {
  /**
   * The grant with an access token that is good, renewed where it is due; however many ask, one request is made. Undefined where the grant is
   * gone.
   *
   * @param refused an access token that was not accepted, and is not to come back
   */
  current(kept: KeptGrant, refused?: string): Promise<KeptGrant | undefined>;
  /** Whether a grant is another one's, renewed here any number of times. */
  cameOf(kept: KeptGrant, before: KeptGrant): boolean;
  /** Remembers that a grant is not to be used any more. */
  forget(kept: KeptGrant): void;
}

interface Renewal {
  pending: Promise<KeptGrant | undefined>;
  outcome?: { kept: KeptGrant | undefined; until: number };
}

/** What was refused may be good again: the plugin is suspended in a space for a time. It is asked for again after this long. */
const REFUSED_MS = 60_000;

/** Grants whose latest tokens are remembered; those that were renewed last. */
const MOST = 10_000;

/**
 * What came of a renewal is remembered by the refresh token that it was made with: of requests that come with the same cookie each gets it, those
 * under way as well as those whose browser has not heard of it yet. The refresh token of a public client works once, and ten seconds more.
 */
export function createRenewals(server: AuthorizationServer): Renewals {
  const renewals = new Map<string, Renewal>();

  function remember(key: string, renewal: Renewal): void {
    renewals.delete(key);
    renewals.set(key, renewal);
    const [oldest] = renewals.keys();
    if (renewals.size > MOST && oldest !== undefined) renewals.delete(oldest);
  }

  function begin(kept: KeptGrant, key: string): Promise<KeptGrant | undefined> {
    const renewal: Renewal = { pending: server.refresh(kept) };
    remember(key, renewal);
    renewal.pending.then(
      (renewed) => {
        const until = renewed === undefined ? Date.now() + REFUSED_MS : Number.POSITIVE_INFINITY;
        renewal.outcome = { kept: renewed, until };
      },
      () => {
        // Nobody knows what came of it: the next one asks again.
        if (renewals.get(key) === renewal) renewals.delete(key);
      },
    );
    return renewal.pending;
  }

  async function current(kept: KeptGrant, refused?: string): Promise<KeptGrant | undefined> {
    const isGood = (one: KeptGrant) => Date.now() < one.until && one.access !== refused;
    const key = kept.refresh;
    if (key === undefined) return isGood(kept) ? kept : undefined;
    const last = renewals.get(key);
    if (last === undefined || isOver(last)) return isGood(kept) ? kept : begin(kept, key);
    if (last.outcome === undefined) return isGood(kept) ? kept : last.pending;
    const next = last.outcome.kept;
    if (next === undefined) return undefined;
    // It was exchanged for another one, which may have been exchanged in turn.
    if (next.refresh !== key) return current(next, refused);
    return isGood(next) ? next : begin(next, key);
  }

  const isOver = ({ outcome }: Renewal) => outcome !== undefined && Date.now() >= outcome.until;

  function cameOf(kept: KeptGrant, before: KeptGrant): boolean {
    if (kept.refresh === before.refresh) return true;
    const next =
      before.refresh === undefined ? undefined : renewals.get(before.refresh)?.outcome?.kept;
    return next !== undefined && next.refresh !== before.refresh && cameOf(kept, next);
  }

  return {
    current,
    cameOf,
    forget: ({ refresh }) => {
      if (refresh === undefined) return;
      const outcome = { kept: undefined, until: Number.POSITIVE_INFINITY };
      remember(refresh, { pending: Promise.resolve(undefined), outcome });
    },
  };
}
