import { Ajv, type ValidateFunction } from 'ajv';
import type { Failure } from '../lib/failures.ts';
import { violationOf } from '../lib/http/errors.ts';
import type { ItemAction, QueryAction } from './actions/action.ts';
import { type At, checkText, wrong } from './actions/fields.ts';
import { ACTIONS, type Action, type Command } from './actions.ts';
import type { StorageLimits } from './limits.ts';

/**
 * Checks the commands of a pipeline and fills in their defaults.
 *
 * @throws Failure `invalid` (422) or `value_too_large` (413), pointing at the command and its field.
 */
export function parseCommands(input: unknown, limits: StorageLimits): Command[] {
  if (!Array.isArray(input)) throw wrong('/commands', 'must be an array of commands');
  if (input.length > limits.maxCommands) {
    throw wrong(
      '/commands',
      `must have at most ${limits.maxCommands} commands, not ${input.length}`,
    );
  }
  return input.map((command, index) => parseCommand(command, index, limits));
}

function parseCommand(given: unknown, index: number, limits: StorageLimits): Command {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw wrong(`/commands/${index}`, 'must be an object with an "action"');
  }
  const input = withNumbers(given as Record<string, unknown>);
  const { action: name } = input as { action?: unknown };
  const validate = validatorOf(name);
  if (validate === undefined) {
    const known = Object.keys(ACTIONS).map((each) => JSON.stringify(each));
    throw wrong(`/commands/${index}/action`, `must be one of ${known.join(', ')}`);
  }
  if (!validate(input)) throw schemaFailure(validate, index);
  const at = (field: string) => `/commands/${index}/${field}`;
  if ('key' in input) checkKey(input.key as string, at, limits);
  const action: ItemAction<Command> | QueryAction<Command> = ACTIONS[name as Action];
  return action.normalise(input, at, limits);
}

// Envoy's client sends a page as it was given, and that may come from a query.
const NUMBERS = ['page', 'min', 'max'];

function withNumbers(given: Record<string, unknown>): Record<string, unknown> {
  const texts = NUMBERS.filter((name) => /^(?:0|-?[1-9][0-9]{0,15})$/.test(textIn(given, name)));
  if (texts.length === 0) return given;
  return { ...given, ...Object.fromEntries(texts.map((name) => [name, Number(given[name])])) };
}

const textIn = (given: Record<string, unknown>, name: string): string => {
  const value = given[name];
  return typeof value === 'string' ? value : '';
};

const ajv = new Ajv({ strict: true, validateSchema: false });
const validators = new Map<Action, ValidateFunction>();

/** Compiled with the first command of its kind, not at start. */
function validatorOf(action: unknown): ValidateFunction | undefined {
  const known = validators.get(action as Action);
  if (known !== undefined || !isAction(action)) return known;
  const compiled = ajv.compile(ACTIONS[action].schema);
  validators.set(action, compiled);
  return compiled;
}

const isAction = (name: unknown): name is Action =>
  typeof name === 'string' && Object.hasOwn(ACTIONS, name);

function checkKey(key: string, at: At, { maxKeyBytes }: StorageLimits): void {
  // A UTF-16 unit is at most three bytes, so that most keys need not be measured.
  const fits = key.length * 3 <= maxKeyBytes || Buffer.byteLength(key) <= maxKeyBytes;
  if (!fits) {
    const size = Buffer.byteLength(key);
    throw wrong(at('key'), `must be 1 to ${maxKeyBytes} bytes of UTF-8, not ${size}`);
  }
  checkText(key, at, 'key');
}

function schemaFailure(validate: ValidateFunction, index: number): Failure {
  const [problem] = validate.errors ?? [];
  if (problem === undefined) return wrong(`/commands/${index}`, 'is not valid');
  const { pointer, message } = violationOf({ ...problem, message: problem.message ?? '' });
  return wrong(`/commands/${index}${pointer}`, message);
}
