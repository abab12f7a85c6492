import type { AppDeps } from '../app.ts';
import type { App } from '../lib/http/app.ts';

/** What a plugin's backend calls: jobs, storage, config, notifications. */
export async function pluginApi(_app: App, _deps: AppDeps): Promise<void> {}
