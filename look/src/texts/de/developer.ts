import type { developer as en } from '../en/developer.ts';
import { deliveries } from './developer-deliveries.ts';
import { plugin, plugins } from './developer-plugins.ts';
import { secrets } from './developer-secrets.ts';

/** In German. */
export const developer = { plugins, plugin, deliveries, secrets } satisfies typeof en;
