import type { Host } from './host.ts';
import type { Manifest } from './manifest.ts';

/** What a page of options is asked for by. */
export interface OptionsQuestion {
  search?: string;
  page?: number;
  /** `cursor` of the page before. */
  cursor?: unknown;
  /** Of a mapping: the choice on the left. */
  parentResourceId?: unknown;
}

/** One thing that can be chosen. */
export interface Option {
  label: string;
  value: unknown;
  is_disabled: boolean;
}

/**
 * What an admin does who goes through a plugin's set-up: each calls the plugin, through Plugboard. A field is named as its URL in the
 * manifest ends (`greetings` for `/options/greetings`), a step by its number, from 0.
 *
 * @example
 * const { data } = await install.setUp.options('greetings', { search: 'good' });
 */
export interface SetUp {
  /** The choices of a field. @throws HostApiError with what the plugin says, when it refuses. */
  options(
    name: string,
    question?: OptionsQuestion,
  ): Promise<{ data: Option[]; cursor: unknown; next_page: number | null }>;
  /** The labels of what is chosen: one value or several. @throws HostApiError as `options`. */
  selectedValues(name: string, value: unknown): Promise<unknown>;
  /** What the plugin has a field begin with. @throws HostApiError as `options`. */
  remoteValue(name: string): Promise<unknown>;
  /** Submits a step; answers the set-up as it is then. @throws HostApiError with what the plugin says, when it refuses. */
  submit(step: number, payload: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/** @param path of the install in the Platform API. */
export function createSetUp(host: Host, path: string, manifest: Manifest): SetUp {
  const ask = async <Answer>(name: string, member: RegExp, what: string, question: object = {}) => {
    const { step, field } = find(manifest, name, member);
    return host.call<Answer>('POST', `${path}/setup/${step}/${what}`, { field, ...question });
  };
  return {
    options(name, { parentResourceId, ...question } = {}) {
      const parent = parentResourceId === undefined ? {} : { parent_resource_id: parentResourceId };
      return ask(name, /options_url$/, 'options', { ...question, ...parent });
    },
    selectedValues: (name, value) =>
      ask(name, /selected_values_url$/, 'selected_values', { value }),
    remoteValue: (name) => ask(name, /remote_value_url$/, 'remote_value'),
    submit: (step, payload) => host.call('POST', `${path}/setup/${step}/submit`, { payload }),
  };
}

interface Step {
  fields?: object[];
}

function find(manifest: Manifest, name: string, member: RegExp): { step: number; field: number } {
  const steps = (manifest.setup_steps ?? []) as Step[];
  for (const [step, { fields = [] }] of steps.entries()) {
    const field = fields.findIndex((one) => hasUrl(one, name, member));
    if (field >= 0) return { step, field };
  }
  throw new Error(`No field of the manifest has a URL for this that ends with "${name}"`);
}

const hasUrl = (value: unknown, name: string, member: RegExp): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(
    ([key, item]) =>
      (member.test(key) && String(item).split('/').at(-1) === name) || hasUrl(item, name, member),
  );
