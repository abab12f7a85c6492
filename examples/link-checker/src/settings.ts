import { Refusal } from './refusal.ts';
import type { Settings } from './shapes.ts';

const MAX_HOSTS = 100;
const HOST = /^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

/** Reads the settings of an install; whatever is missing or of another make is as if it were not there. */
export function readSettings(config: unknown): Settings {
  const { ignored_hosts, redirects_are_broken } = (config ?? {}) as Record<string, unknown>;
  const hosts = Array.isArray(ignored_hosts) ? ignored_hosts : [];
  return {
    ignored_hosts: hosts.filter((host): host is string => typeof host === 'string'),
    redirects_are_broken: redirects_are_broken === true,
  };
}

/**
 * Reads settings that a person entered.
 *
 * @throws Refusal 422 that names what is wrong.
 */
export function checkSettings(given: unknown): Settings {
  const { ignored_hosts, redirects_are_broken } = (given ?? {}) as Record<string, unknown>;
  if (!Array.isArray(ignored_hosts) || typeof redirects_are_broken !== 'boolean') {
    throw new Refusal(
      422,
      'Settings are ignored_hosts, a list, and redirects_are_broken, a boolean',
    );
  }
  if (ignored_hosts.length > MAX_HOSTS) throw new Refusal(422, `At most ${MAX_HOSTS} hosts`);
  const hosts = ignored_hosts.map((host) => String(host).trim().toLowerCase());
  const wrong = hosts.find((host) => !HOST.test(host));
  if (wrong !== undefined) {
    throw new Refusal(
      422,
      `“${wrong.slice(0, 100)}” is not the name of a host, such as example.com`,
    );
  }
  return { ignored_hosts: [...new Set(hosts)], redirects_are_broken };
}
