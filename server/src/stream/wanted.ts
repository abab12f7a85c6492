import { Failure, refusal } from '../lib/failures.ts';
import { CHANGE_TYPES, type ChangeType, type StreamQuery, type Watch } from './schema.ts';

/** @throws Failure `invalid` unless the query names one thing to listen to. */
export function watchOf({ space_id, install_id, plugin_id }: StreamQuery): Watch {
  const named = [
    { kind: 'space', watched_id: space_id },
    { kind: 'install', watched_id: install_id },
    { kind: 'plugin', watched_id: plugin_id },
  ].filter((one): one is Watch => one.watched_id !== undefined);
  const [watch] = named;
  if (watch !== undefined && named.length === 1) return watch;
  throw new Failure(
    'invalid',
    `The query must name one of space_id, install_id and plugin_id, and it names ${named.length}`,
  );
}

/** @throws Failure `invalid` for a word that is no type. */
export function typesOf({ types }: StreamQuery): ReadonlySet<ChangeType> {
  if (types === undefined) return new Set(CHANGE_TYPES);
  const words = types.split(',');
  const known = CHANGE_TYPES.filter((type) => words.includes(type));
  if (new Set(words).size === known.length) return new Set(known);
  throw refusal(
    'invalid',
    '/types',
    `must be some of ${CHANGE_TYPES.join(', ')}, separated by commas`,
  );
}
