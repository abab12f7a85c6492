import type { Static, TSchema } from 'typebox';
import type { Db } from '../../lib/db.ts';
import type { ChosenValues } from '../choose-unique.ts';
import type { ItemTable } from '../item-table.ts';
import type { StorageLimits } from '../limits.ts';
import type { HolderItems } from '../working-set.ts';
import type { At } from './fields.ts';

/**
 * How a pipeline is run:
 *   read         only `get`: one look-up for all that wait
 *   blind        also `set` without conditions: one statement for all that wait
 *   transaction  what depends on what is stored: one transaction for all that wait
 *   unique       `set_unique`: one transaction for all of a holder that wait, since it may take long
 *   alone        `list`: by itself, since it may take long
 */
export type Path = 'read' | 'blind' | 'transaction' | 'unique' | 'alone';

/** What a command may depend on besides the items. */
export interface Circumstances {
  /** The database's time, in milliseconds since 1970. */
  now: number;
  /** For each command that needs a unique value a free one of its own. */
  choice: ChosenValues<object>;
  maxValueBytes: number;
  maxResultBytes: number;
}

/** A command about to be done. */
export interface Step<C> {
  command: C;
  /** Its place in its pipeline. */
  index: number;
  items: HolderItems;
  circumstances: Circumstances;
}

/** Where a query reads. */
export interface QuerySource {
  db: Db;
  table: ItemTable;
  holderId: number;
  /** Most that the values in its result may have, in bytes of JSON text. */
  maxBytes: number;
}

/** What the storage has to know of an action, the same for all. */
interface CommonAction<C, Schema extends TSchema> {
  /** The fields of a command as it arrives, one named `value` as `RawJson`; the route's description shows them. */
  schema: Schema;
  /**
   * Makes the command, its defaults filled in, of one that its schema holds for and whose key is good.
   *
   * @throws Failure `invalid` (422) or `value_too_large` (413), pointing at a field.
   */
  normalise(input: Static<Schema>, at: At, limits: StorageLimits): C;
  /** How a pipeline with this command has to be run, at least. */
  path(command: C): PathFor<C>;
  /**
   * The value that it sends, as JSON text, by which a batch is weighed; undefined where it sends none. On the paths `read` and `blind`
   * the value that it answers may be no larger.
   */
  sentValue(command: C): string | undefined;
}

// `planTogether` knows how look-ups and plain writes share a statement, and nothing else.
type PathFor<C> = C extends { action: 'get' | 'set' } ? Path : Exclude<Path, 'read' | 'blind'>;

/** An action on the item under the command's key, done on what was loaded before. */
export interface ItemAction<C, Schema extends TSchema = TSchema> extends CommonAction<C, Schema> {
  /** It may replace or remove the item, whose row is therefore locked. */
  changes: boolean;
  /** It answers the value that is there, or reckons with it, so that it has to be loaded. */
  needsValue: boolean;
  /**
   * Does it, and answers the result as JSON text. What it stores goes through `storeItem`, which knows how large that may be.
   *
   * @throws Failure when a condition does not hold or it cannot be done.
   */
  apply(step: Step<C>): string;
}

/** An action on no single item: it changes nothing and is answered by a query, which sees what the commands before it did. */
export interface QueryAction<C, Schema extends TSchema = TSchema> extends CommonAction<C, Schema> {
  /** About how many items the database goes through for it. */
  itemsPassed(command: C): number;
  /**
   * The result as JSON text.
   *
   * @param index the command's place in its pipeline.
   * @throws Failure `value_too_large` (413).
   */
  answer(source: QuerySource, command: C, index: number): Promise<string>;
}
