/**
 * What the greeter answers while an admin sets it up: each route is called by Plugboard on behalf of somebody who waits, with the
 * parameters in `meta.params`. The body that it answers with depends on the route; a refusal has a `message` for that person.
 */

/** What is answered: 200 with what was asked for, or a refusal. */
export interface RouteReply {
  status: number;
  body: unknown;
}

type Params = Record<string, unknown>;

/** Answers one route. */
export type Route = (params: Params) => RouteReply;

/** The path of each route and what answers it. */
export const routes: ReadonlyMap<string, Route> = new Map([
  ['/setup/desk', suggestDesk],
  ['/setup/notice', tellNotice],
  ['/setup/languages', listLanguages],
  ['/setup/chosen-language', nameLanguage],
  ['/setup/check', check],
]);

/**
 * Reads the JSON body of a call of a route whose signatures have been checked.
 *
 * @throws Error when it is none
 */
export function readParams(body: Buffer): Params {
  const { meta } = JSON.parse(body.toString('utf8')) as {
    meta?: { route?: unknown; params?: unknown };
  };
  // A worker's request has an event and no route.
  if (typeof meta?.route !== 'string') throw new Error('meta.route is missing');
  return (meta.params ?? {}) as Params;
}

const good = (body: unknown): RouteReply => ({ status: 200, body });
const refused = (message: string): RouteReply => ({ status: 412, body: { message } });

/** A remote value: what stands in the field before somebody types. */
function suggestDesk(): RouteReply {
  return good({ value: 'Front desk' });
}

/** A remote value of an info: its text. */
function tellNotice(): RouteReply {
  return good({ value: 'Visitors read the greeting on the screen and on their badge.' });
}

const LANGUAGES = ['Deutsch', 'English', 'Español', 'Français', 'Italiano', 'Nederlands'].map(
  (label) => ({ label, value: label.slice(0, 2).toLowerCase() }),
);
const PAGE = 4;

/** Options that are searched, and come by cursor: ours is the number of the next one. Pages end with an empty one. */
function listLanguages({ search, cursor }: Params): RouteReply {
  const wanted = typeof search === 'string' ? search.toLowerCase() : '';
  const found = LANGUAGES.filter(({ label }) => label.toLowerCase().includes(wanted));
  const start = Number(cursor ?? 0);
  const data = found.slice(start, start + PAGE);
  return good({ data, cursor: data.length === 0 ? null : start + data.length });
}

/** The label of what was chosen earlier; null when the greeter does not speak it any more. */
function nameLanguage({ value }: Params): RouteReply {
  return good(LANGUAGES.find((language) => language.value === value) ?? null);
}

const SHORTEST_PASSWORD = 8;

/** Judges what the form gave, and says what to save: here all of it. The payload itself is not saved. */
function check({ payload }: Params): RouteReply {
  const given = (payload ?? {}) as Params;
  const { wifi_password: password } = given;
  if (typeof password === 'string' && password.length < SHORTEST_PASSWORD)
    return refused(`A Wi-Fi password has at least ${SHORTEST_PASSWORD} characters`);
  return good(given);
}
