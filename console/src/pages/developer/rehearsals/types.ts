import type { Schemas } from '../../../api/client.ts';

/** Where the rehearsals of a plugin are listed, and begun for one of its releases. */
export const REHEARSALS = '/platform/v1/plugins/{id}/rehearsals';
/** Where one of them is. */
export const REHEARSAL = '/platform/v1/rehearsals/{id}';
/** Where what came of each event is. */
export const REHEARSED = '/platform/v1/rehearsals/{id}/jobs';

/** A rehearsal, and how far it is. */
export type Rehearsal = Schemas['Rehearsal'];
/** An event of one, with both verdicts. */
export type RehearsedJob = Schemas['RehearsedJob'];

/** So often one that runs is looked at, in milliseconds: no stream tells of it. */
export const RUNNING_MS = 1000;

/** Whether it goes on. */
export const isRunning = ({ state }: Pick<Rehearsal, 'state'>): boolean => state === 'running';
