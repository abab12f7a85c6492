import { isIP } from 'node:net';
import { type Config, settings } from '../config.ts';
import { nearestOf } from '../lib/nearest.ts';

/** What the examples read: of no meaning to the server, and no mistake. */
const READ_BY_OTHERS = ['PLUGBOARD_DEMO', 'PLUGBOARD_URL'];

const PREFIX = 'PLUGBOARD_';

/** Settings whose names begin as nothing else does: a name that is nearly theirs is meant for us. */
const TELLING = [settings.publicUrl.env, settings.databaseUrl.env];

/** Warnings about variables that look like settings, and are none. */
export function unknownSettings(env: NodeJS.ProcessEnv = process.env): string[] {
  const known = new Set<string>(Object.values(settings).map((setting) => setting.env));
  return Object.keys(env)
    .filter((name) => !known.has(name) && !READ_BY_OTHERS.includes(name))
    .flatMap((name) => {
      const meant = meantBy(name.toUpperCase(), known);
      if (name.startsWith(PREFIX)) {
        return [`${name} is no setting${meant === undefined ? '' : `: is ${meant} meant?`}`];
      }
      // Of others, but for those that say what we would like to know and were not told.
      if (meant === undefined || env[meant] !== undefined) return [];
      return [`${name} is no setting: is ${meant} meant?`];
    });
}

/** With the prefix where it must not be, without it, misspelled before or behind it. */
function meantBy(name: string, known: ReadonlySet<string>): string | undefined {
  if (known.has(name)) return name;
  if (known.has(PREFIX + name)) return PREFIX + name;
  const rest = name.slice(name.indexOf('_') + 1);
  if (name.startsWith(PREFIX)) {
    return known.has(rest) ? rest : nearestOf(name, [...known]);
  }
  const isPrefixMeant = nearestOf(name.slice(0, -rest.length), [PREFIX]) !== undefined;
  if (isPrefixMeant && known.has(PREFIX + rest)) return PREFIX + rest;
  return nearestWithin(name, 2);
}

function nearestWithin(name: string, changes: number): string | undefined {
  const candidates = TELLING.filter(({ length }) => Math.abs(length - name.length) <= changes);
  return nearestOf(name, candidates, changes);
}

/** Warnings about settings that are right each by itself, and hardly meant so. */
export function doubtfulSettings(config: Config, env: NodeJS.ProcessEnv = process.env): string[] {
  const warnings: string[] = [];
  if (config.allowPrivateNetwork) {
    warnings.push('PLUGBOARD_ALLOW_PRIVATE_NETWORK is on: plugin URLs may reach private addresses');
  }
  if (isOutside(config.host) && !env[settings.publicUrl.env]) {
    warnings.push(
      `HOST=${config.host} lets others in, and PUBLIC_URL is not set: links, redirects and the issuer lead to ${config.publicUrl}, ` +
        'which is their own machine to others. Set PUBLIC_URL to the address that they use, such as https://plugboard.example.com',
    );
  }
  return warnings;
}

function isOutside(host: string): boolean {
  if (isIP(host) === 0) return !/^localhost\.?$|\.localhost\.?$/i.test(host);
  return !/^(127\.|::1$|::ffff:127\.)/i.test(host);
}
