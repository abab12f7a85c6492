import { PlugboardError, SetupError } from './errors.ts';
import { parseUrl } from './parse-url.ts';

/**
 * What a plugin is made of. Credentials may be undefined, so that those of the environment can be written here as they are: what is missing is
 * said when it is first needed.
 */
export interface PluginOptions {
  /** Where Plugboard is, such as `https://plugboard.example.com`. */
  baseUrl?: string | URL | undefined;
  clientId?: string | undefined;
  /** The client secret; while it is rotated several, the newest first. */
  secret?: string | readonly (string | undefined)[] | undefined;
  /** Told of what went wrong in a handler, with the request that it handled, and of requests that were refused. By default the console is. */
  onError?: ((error: unknown, context?: ErrorContext) => void) | undefined;
  /** The `fetch` that calls are made with; by default the global one. */
  fetch?: typeof fetch | undefined;
  /** How long a request to Plugboard may take with its repetitions, in ms: 10,000. A log-in that a call needs is one of its own. */
  callMs?: number | undefined;
  /** How long a handler has, in ms, of the 15,000 that Plugboard gives a job: 14,000. A third less for routes, which have 10,000. */
  handlerMs?: number | undefined;
  /** How far the clock may be from Plugboard's, in seconds: 300. */
  toleranceSeconds?: number | undefined;
}

/** During which request something went wrong. There is none for what is refused before it is known, such as a wrong signature. */
export interface ErrorContext {
  /** The event, of a job. */
  event?: string;
  /** The route, such as `step-0-field-1-options`. */
  route?: string;
  installId: string;
  jobId?: string;
  /** At the job, from 1. */
  attempt?: number;
}

/** Which of the options are who the plugin is, and where. */
export type Credentials = Pick<PluginOptions, 'baseUrl' | 'clientId' | 'secret' | 'fetch'>;

const NUMBERS = ['callMs', 'handlerMs', 'toleranceSeconds'] as const;

/** @throws SetupError `wrong_option`; of a variable that is not set a number is NaN, and the default is meant */
export function refuseWrongNumbers(options: PluginOptions): void {
  for (const name of NUMBERS) {
    const value: unknown = options[name];
    if (value === undefined || Number.isNaN(value)) continue;
    if (typeof value === 'number' && value > 0) continue;
    throw new SetupError(
      'wrong_option',
      `${name} is ${JSON.stringify(value)}, and must be a number above 0`,
    );
  }
}

/** Told of an error where nobody said what to do with one. What we say ourselves is one line: anybody can send a request that is refused. */
export function onErrorOf({
  onError,
}: Pick<PluginOptions, 'onError'>): (error: unknown, context?: ErrorContext) => void {
  return onError ?? report;
}

function report(error: unknown, context?: ErrorContext): void {
  const during = context === undefined ? '' : ` (${describe(context)})`;
  if (error instanceof PlugboardError) console.error(`plugboard: ${error.message}${during}`);
  else console.error(`plugboard: something failed${during}:`, error);
}

function describe({ event, route, installId, jobId, attempt }: ErrorContext): string {
  const job = jobId === undefined ? '' : `, job ${jobId}, attempt ${attempt}`;
  return `${event ?? route}, install ${installId}${job}`;
}

/** @throws SetupError `missing_secret`, `wrong_secret` */
export function secretsOf(options: PluginOptions): [string, ...string[]] {
  const { secret } = options;
  const all = (Array.isArray(secret) ? secret : [secret]) as readonly (string | undefined)[];
  const [first, ...others] = all.filter((one) => one !== undefined && one !== '');
  if (first === undefined) throw missing(options, 'secret');
  if ([first, ...others].some((one) => one?.startsWith('whsec_'))) {
    throw new SetupError(
      'wrong_secret',
      'secret is a webhook_secret (whsec_…), which libraries for Standard Webhooks take: give the client_secret beside it',
    );
  }
  return [first, ...(others as string[])];
}

/** @throws SetupError `missing_client_id` */
export function clientIdOf(options: PluginOptions): string {
  if (!options.clientId) throw missing(options, 'clientId');
  return options.clientId;
}

/**
 * Without a slash at its end.
 *
 * @throws SetupError `missing_base_url`
 */
export function baseUrlOf(options: PluginOptions): string {
  const { baseUrl } = options;
  if (!baseUrl) throw missing(options, 'baseUrl');
  const text = String(baseUrl);
  if (!/^https?:$/.test(parseUrl(text)?.protocol ?? '')) {
    throw new SetupError(
      'wrong_base_url',
      `baseUrl is ${JSON.stringify(text)}, and must be an http or https address`,
    );
  }
  return text.replace(/\/+$/, '');
}

const WHAT = {
  secret: 'the client secret of the plugin',
  clientId: 'the client id of the plugin',
  baseUrl: 'where Plugboard is',
};

/** Says it of all that are missing, so that they are not found one by one. */
function missing(options: PluginOptions, needed: keyof typeof WHAT): SetupError {
  const code = `missing_${needed.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
  const names = [needed, ...(Object.keys(WHAT) as (keyof typeof WHAT)[])].filter(
    (name, at, all) => all.indexOf(name) === at && (name === needed || !options[name]),
  );
  const texts = names.map((name) => `${name} (${WHAT[name]})`).join(', ');
  return new SetupError(
    code,
    `createPlugin was given no ${texts}; ${names.length > 1 ? 'are the environment variables' : 'is the environment variable'} set?`,
  );
}
