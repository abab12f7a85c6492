import type { Schemas } from '../api/client.ts';

/** One difference between two releases. */
export type Change = Schemas['ReleaseDiff']['changes'][number];

/** What a release changes, and whom it touches. */
export type Comparison = Schemas['ReleaseDiff'];
