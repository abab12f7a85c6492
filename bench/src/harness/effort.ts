/** How thoroughly it is measured. */
export interface Effort {
  /** Rounds of each figure that count. */
  rounds: number;
  /** Rounds that are made at most to have them: what was not quiet is made again. */
  atMost: number;
  /** Whether only quiet rounds count. */
  quietOnly: boolean;
  /** Hears of a round that does not count, and how much of one core others used in it. */
  onLoud?(foreign: number): void;
  /** So many, or fewer when it is to be quick. */
  count(full: number): number;
  /** So long, or less; whole seconds, as `wrk` and `pgbench` have no others. */
  seconds(full: number): number;
}

/** For figures that are to be believed. */
export const FULL: Effort = {
  rounds: 5,
  atMost: 15,
  quietOnly: true,
  onLoud: (foreign) =>
    console.error(`  again: others used ${Math.round(foreign * 100)} % of a core`),
  count: (full) => full,
  seconds: (full) => full,
};

/** To see that everything works: one short round of each figure, whatever else runs. */
export const QUICK: Effort = {
  rounds: 1,
  atMost: 1,
  quietOnly: false,
  count: (full) => Math.ceil(full / 10),
  seconds: () => 1,
};
