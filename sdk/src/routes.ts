import { SetupError } from './errors.ts';
import type { RouteMeta } from './meta.ts';

/** Kinds of routes: the ending of `meta.route`. */
export type RouteKind =
  | 'options'
  | 'selected-values'
  | 'remote-value'
  | 'validation'
  | 'migration'
  | 'notification-action';

/** A route that the plugin answers. */
export interface Route {
  kind: RouteKind;
  /** What its URL ends with. Migrations and actions have one handler, and no name. */
  name: string;
}

const KINDS: readonly RouteKind[] = [
  'options',
  'selected-values',
  'remote-value',
  'validation',
  'migration',
  'notification-action',
];

/** The kind of a route by its name in `meta`, such as `step-0-field-1-options`. */
export const kindOf = ({ route }: Pick<RouteMeta, 'route'>): RouteKind | undefined =>
  KINDS.find((kind) => route === kind || (route.startsWith('step-') && route.endsWith(`-${kind}`)));

/** Kinds of which a plugin has one handler, wherever it is called. */
const hasOneHandler = (kind: RouteKind): boolean =>
  kind === 'migration' || kind === 'notification-action';

/** The parts of a name between slashes. @throws SetupError `wrong_route_name` */
export function routeName(name: string): string {
  const bare = name.replace(/^\/+|\/+$/g, '');
  if (bare !== '' && !/[?#\s]/.test(bare)) return bare;
  throw new SetupError(
    'wrong_route_name',
    `${JSON.stringify(name)} is no name of a route: it is what the path of its URL ends with, such as greetings for https://plugin.example.com/options/greetings`,
  );
}

/** Of the routes of a kind the one whose name the path ends with: the longest. */
export function routeAt<Entry extends Route>(
  routes: readonly Entry[],
  kind: RouteKind,
  path: string,
): Entry | undefined {
  const ofKind = routes.filter((route) => route.kind === kind);
  if (hasOneHandler(kind)) return ofKind[0];
  const bare = path.replace(/\/+$/, '');
  return ofKind
    .filter(({ name }) => bare === name || bare.endsWith(`/${name}`))
    .sort((one, other) => other.name.length - one.name.length)[0];
}
