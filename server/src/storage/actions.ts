import { Type } from 'typebox';
import type { ItemAction, QueryAction } from './actions/action.ts';
import { type GetCommand, getAction } from './actions/get.ts';
import { type IncrementCommand, incrementAction } from './actions/increment.ts';
import { type ListCommand, listAction } from './actions/list.ts';
import { type SetCommand, setAction } from './actions/set.ts';
import { setUniqueAction, setUniqueNumAction, type UniqueCommand } from './actions/set-unique.ts';
import { type UnsetCommand, unsetAction } from './actions/unset.ts';

/** The command of each action, checked and with its defaults filled in. */
interface Commands {
  get: GetCommand;
  set: SetCommand;
  set_unique: UniqueCommand;
  set_unique_num: UniqueCommand;
  unset: UnsetCommand;
  increment: IncrementCommand;
  list: ListCommand;
}

/** The `action` of a command. */
export type Action = keyof Commands;
/** Any command, as `parseCommands` answers it. */
export type Command = Commands[Action];

/** A command about the item under its key. */
export type ItemCommand = Extract<Command, { key: string }>;
/** A command that is answered by a query. */
export type QueryCommand = Exclude<Command, ItemCommand>;

type ActionOf<C> = C extends { key: string } ? ItemAction<C> : QueryAction<C>;

/** All that the storage does, in the order in which it is described. What is done with a command is looked up here. */
export const ACTIONS = {
  get: getAction,
  set: setAction,
  set_unique: setUniqueAction,
  set_unique_num: setUniqueNumAction,
  unset: unsetAction,
  increment: incrementAction,
  list: listAction,
} satisfies { [Name in Action]: ActionOf<Commands[Name]> };

/** The action of a command. */
export function actionOf({ action }: Command): ItemAction<Command> | QueryAction<Command> {
  return ACTIONS[action];
}

/** The action of a command about an item. */
export function itemAction({ action }: ItemCommand): ItemAction<ItemCommand> {
  return ACTIONS[action];
}

/** The action of a command that takes a query. */
export function queryAction({ action }: QueryCommand): QueryAction<QueryCommand> {
  return ACTIONS[action];
}

/**
 * The `commands` of a request body, for its description. Checking is done by `parseCommands`, which looks only at the schema of the
 * command's own action, so that its message can say what is wrong with that command.
 */
export const StorageCommands = Type.Array(
  Type.Union(
    Object.values(ACTIONS).map(({ schema }) => schema),
    { title: 'StorageCommand' },
  ),
  { description: 'Run in order, each seeing what those before it did; all take effect, or none' },
);
