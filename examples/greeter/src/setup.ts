import {
  type JsonObject,
  type Option,
  type Options,
  type OptionsContext,
  type Refusal,
  refuse,
  type SelectedContext,
} from '@plugboard/sdk';

// What the greeter answers while an admin sets it up: each is asked on behalf of somebody who waits.

const LANGUAGES: Option[] = [
  'Deutsch',
  'English',
  'Español',
  'Français',
  'Italiano',
  'Nederlands',
].map((label) => ({ label, value: label.slice(0, 2).toLowerCase() }));
const PAGE = 4;

/** Options that are searched, and come by cursor: ours is the number of the next one. Pages end with an empty one. */
export function listLanguages({ search = '', cursor }: OptionsContext<unknown>): Options {
  const wanted = search.toLowerCase();
  const found = LANGUAGES.filter(({ label }) => label.toLowerCase().includes(wanted));
  const start = Number(cursor ?? 0);
  const data = found.slice(start, start + PAGE);
  return { data, cursor: data.length === 0 ? null : start + data.length };
}

/** The label of what was chosen earlier; nothing when the greeter does not speak it any more. */
export function nameLanguage({ value }: SelectedContext<unknown>): Option | undefined {
  return LANGUAGES.find((language) => language.value === value);
}

const SHORTEST_PASSWORD = 8;

/** Judges what the form gave, and says what to save: here all of it. The payload itself is not saved. */
export function check(given: JsonObject): JsonObject | Refusal {
  const { wifi_password: password } = given;
  if (typeof password === 'string' && password.length < SHORTEST_PASSWORD)
    return refuse(`A Wi-Fi password has at least ${SHORTEST_PASSWORD} characters`);
  return given;
}
