import { deliveries } from './developer-deliveries.ts';
import { plugin, plugins } from './developer-plugins.ts';
import { secrets } from './developer-secrets.ts';

/** The texts of who develops plugins: loaded with those pages, and with no others. */
export const developer = { plugins, plugin, deliveries, secrets };
