import type { AppDeps } from '../../deps.ts';

/** What calls during a set-up need. */
export type SetupDeps = Pick<AppDeps, 'db' | 'config' | 'vault' | 'pluginRequests'>;

/** What was answered: something that can be used, or why not. */
export type ReadAnswer<Value> = { value: Value } | { refused: string } | { unusable: string };
