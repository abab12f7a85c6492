import { Type } from 'typebox';
import { listItems } from '../queries.ts';
import { itemText, tooMuch } from '../results.ts';
import type { QueryAction, QuerySource } from './action.ts';
import { checkText, MetaField } from './fields.ts';

/** Answers the items behind `after` whose keys begin with `prefix`, in code-point order; empty texts for all. */
export interface ListCommand {
  action: 'list';
  /** Items to pass over. */
  offset: number;
  limit: number;
  prefix: string;
  after: string;
  meta: boolean;
}

/** Most items on one page. */
const MAX_PAGE_SIZE = 1000;

const DEFAULT_PAGE_SIZE = 100;

const ListInput = Type.Object(
  {
    action: Type.Literal('list'),
    page: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 1,
        description: 'May be text, too',
      }),
    ),
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
    meta: MetaField,
  },
  {
    title: 'ListCommand',
    additionalProperties: false,
    description: 'Items ordered by key, in code-point order',
  },
);

/** Changes nothing, so that it waits for nobody's rows; but it may take long. */
export const listAction: QueryAction<ListCommand, typeof ListInput> = {
  schema: ListInput,
  normalise: (input, at) => {
    const { page = 1, limit = DEFAULT_PAGE_SIZE, prefix = '', after = '' } = input;
    checkText(prefix, at, 'prefix');
    checkText(after, at, 'after');
    const offset = Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER);
    return { action: 'list', offset, limit, prefix, after, meta: input.meta === true };
  },
  path: () => 'alone',
  sentValue: () => undefined,
  itemsPassed: ({ offset, limit }) => offset + limit,
  answer: listText,
};

/**
 * Answers a `list` with the JSON array of its items.
 *
 * @throws Failure `value_too_large` (413) when the page has more than `maxBytes` of values.
 */
async function listText(
  { db, table, holderId, maxBytes }: QuerySource,
  command: ListCommand,
  index: number,
): Promise<string> {
  const { offset, limit, after, prefix, meta } = command;
  const rows = await listItems(db, table, holderId, {
    offset,
    limit,
    after,
    prefix,
    prefixEnd: endOfPrefix(prefix),
    maxBytes,
  });
  const items = rows.map(({ key, value, version, expires_at }) => {
    if (value === null) throw tooMuch(`/commands/${index}`, maxBytes);
    return itemText(key, { value, version, expiresAt: expires_at?.getTime() ?? null }, meta);
  });
  return `[${items.join(',')}]`;
}

const LAST_CODE_POINT = 0x10ffff;

/** The first text, in code-point order, behind all that begin with the prefix; undefined when nothing is. */
export function endOfPrefix(prefix: string): string | undefined {
  const chars = [...prefix];
  for (let last = chars.pop(); last !== undefined; last = chars.pop()) {
    const code = last.codePointAt(0) as number;
    if (code === LAST_CODE_POINT) continue;
    // Surrogates are no characters: behind U+D7FF comes U+E000.
    return chars.join('') + String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1);
  }
  return undefined;
}
