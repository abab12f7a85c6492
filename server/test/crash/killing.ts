import { expect } from 'vitest';
import { type ServerProcess, spawnServer } from '../support/processes.ts';
import type { Load } from './load.ts';
import type { Moment } from './plugin-worker.ts';

/** A process that is started again whenever it was killed. */
export interface Member {
  role: 'all' | 'api' | 'worker';
  env: Record<string, string>;
  /** The one that runs now. */
  server: ServerProcess;
}

export async function startMember(role: Member['role'], env: Member['env']): Promise<Member> {
  return { role, env, server: await spawnServer(env, role) };
}

/** Moments by which a kill of a process of this role is timed. The nth is drawn up to the number given. */
const WORKER_MOMENTS: readonly [Moment, number][] = [
  // Before or after it claims what was taken in.
  ['event acknowledged', 50],
  // While it waits for the reply, and holds more jobs that it has not sent.
  ['request received', 50],
  // After the reply and before that is recorded.
  ['request answered', 50],
  // While it schedules the next attempt; one event in eight asks for one.
  ['retry asked for', 6],
];
// Other writes and events are under way then, at any point of being dealt with.
const API_MOMENTS: readonly [Moment, number][] = [
  ['write acknowledged', 100],
  ['event acknowledged', 50],
];
const MOMENTS = {
  worker: WORKER_MOMENTS,
  api: API_MOMENTS,
  all: [...API_MOMENTS, ...WORKER_MOMENTS],
};

/** What was done to the processes, for the record. */
export interface Kills {
  /** How often, by role and moment. */
  byMoment: Record<string, number>;
  /** Longest time in ms from a kill until the process that was started instead was ready. */
  slowestStart: number;
}

/**
 * Kills a random one of the fleet with SIGKILL at a random moment of the load, starts it again, and so on.
 *
 * @param random in [0, 1), from a seed.
 */
export async function killAgainAndAgain(
  load: Load,
  fleet: Member[],
  cycles: number,
  random: () => number,
): Promise<Kills> {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const kills: Kills = { byMoment: {}, slowestStart: 0 };
  for (let cycle = 0; cycle < cycles; cycle++) {
    const victim = pick(fleet);
    const [moment, most] = pick(MOMENTS[victim.role]);
    await load.atNth(moment, 1 + Math.floor(random() * most), () =>
      victim.server.signal('SIGKILL'),
    );
    const killedAt = performance.now();
    expect(await victim.server.exited()).toBe('SIGKILL');
    victim.server = await spawnServer(victim.env, victim.role);
    kills.slowestStart = Math.max(kills.slowestStart, performance.now() - killedAt);
    const kind = `${victim.role}: ${moment}`;
    kills.byMoment[kind] = (kills.byMoment[kind] ?? 0) + 1;
  }
  return kills;
}

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
