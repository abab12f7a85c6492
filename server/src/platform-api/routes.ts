import type { AppDeps } from '../app.ts';
import type { App } from '../lib/http/app.ts';

/** The Platform API: each domain brings its own routes. */
export async function platformApi(_app: App, _deps: AppDeps): Promise<void> {}
