import { type Static, Type } from 'typebox';

/** Longest string that `set_unique` makes, in characters. */
const MAX_UNIQUE_SIZE = 512;
/** Most items on one page of `list`. */
const MAX_PAGE_SIZE = 1000;

const DEFAULT_PAGE_SIZE = 100;
// A hundred years: longer lives than that are mistakes (milliseconds given for seconds), and dates stay within four-digit years.
const MAX_TTL_SECONDS = 100 * 366 * 24 * 3600;

const key = Type.String({
  minLength: 1,
  description: '1 to 512 bytes of UTF-8 (unless the server is set otherwise), without NUL',
});
const meta = Type.Optional(
  Type.Boolean({ description: 'Adds `version` and `expires_at` to the result' }),
);
const safeInteger = {
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
};

const GetItem = Type.Object(
  { action: Type.Literal('get'), key, meta },
  { additionalProperties: false, description: 'The item, or `null` when there is none' },
);

const SetItem = Type.Object(
  {
    action: Type.Literal('set'),
    key,
    value: Type.Unknown({ description: 'Any JSON, kept byte for byte' }),
    if_absent: Type.Optional(
      Type.Boolean({ description: 'Only if the key has no item; otherwise the pipeline fails' }),
    ),
    if_version: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'Only if the item has this version; otherwise the pipeline fails',
      }),
    ),
    ttl: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_TTL_SECONDS,
        description: 'Seconds after which the item is gone. Without it the item stays',
      }),
    ),
    meta,
  },
  { additionalProperties: false, description: 'Stores an item, and frees its unique value' },
);

const SetUnique = Type.Object(
  {
    action: Type.Literal('set_unique'),
    key,
    chars: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        default: '0123456789',
        description: 'The characters to choose from, each once, no control characters',
      }),
    ),
    size: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_UNIQUE_SIZE,
        default: 12,
        description: 'How many of them',
      }),
    ),
    meta,
  },
  {
    additionalProperties: false,
    description:
      'Stores a random string that no other item of the scope holds as its unique value; `null` when all are taken',
  },
);

const SetUniqueNum = Type.Object(
  {
    action: Type.Literal('set_unique_num'),
    key,
    min: Type.Optional(Type.Integer({ ...safeInteger, default: 0 })),
    max: Type.Optional(Type.Integer({ ...safeInteger, default: Number.MAX_SAFE_INTEGER })),
    meta,
  },
  {
    additionalProperties: false,
    description: 'The same with a random whole number from `min` to `max`',
  },
);

const Unset = Type.Object(
  { action: Type.Literal('unset'), key, meta },
  { additionalProperties: false, description: 'Removes the item and answers it, or `null`' },
);

const Increment = Type.Object(
  {
    action: Type.Literal('increment'),
    key,
    by: Type.Optional(Type.Number({ default: 1, description: 'What to add; may be negative' })),
    meta,
  },
  {
    additionalProperties: false,
    description: 'Adds to the number under the key; a missing item counts as 0',
  },
);

const List = Type.Object(
  {
    action: Type.Literal('list'),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 1 })),
    prefix: Type.Optional(Type.String({ description: 'Only keys that begin with this' })),
    after: Type.Optional(
      Type.String({ description: 'Only keys behind this one: cheaper than a high page' }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_PAGE_SIZE,
        default: DEFAULT_PAGE_SIZE,
        description: 'Items a page',
      }),
    ),
    meta,
  },
  { additionalProperties: false, description: 'Items ordered by key, in code-point order' },
);

/** The fields of every storage command, by its action. */
export const commandSchemas = {
  get: GetItem,
  set: SetItem,
  set_unique: SetUnique,
  set_unique_num: SetUniqueNum,
  unset: Unset,
  increment: Increment,
  list: List,
};

export type Action = keyof typeof commandSchemas;

/** A command as it arrives, once its schema holds. */
export type CommandInput<Name extends Action> = Static<(typeof commandSchemas)[Name]>;

/**
 * The `commands` of a request body, for its description. Checking is done by `parseCommands`, which looks only at the schema of the
 * command's own action, so that its message can say what is wrong with that command.
 */
export const StorageCommands = Type.Array(Type.Union(Object.values(commandSchemas)), {
  description: 'Run in order, each seeing what those before it did; all take effect, or none',
});
