import ts from 'typescript';

/**
 * What a value may be, as far as it matters to a database: `string`, `number`, `boolean`, `Date`, `Buffer`, another `object`, an array
 * such as `string[]`, `null`, `undefined`, or `unknown` where the code makes no promise.
 *
 * @param {ts.Type} type
 * @param {ts.TypeChecker} checker
 * @returns {{ kinds: string[], words: string[] | undefined } | undefined} `words` where it is one of a few strings; undefined for a type
 *   that is none of these.
 */
export function kindsOf(type, checker) {
  const parts = type.isUnion() ? type.types : [type];
  const kinds = new Set(parts.map((part) => kindOf(part, checker)));
  if (kinds.has(undefined)) return undefined;
  const strings = parts.filter((part) => part.flags & ts.TypeFlags.StringLike);
  const isClosed = strings.length > 0 && strings.every((part) => part.isStringLiteral());
  return {
    kinds: [...kinds].sort(),
    words: isClosed ? strings.map((part) => part.value).sort() : undefined,
  };
}

const KINDS = [
  [ts.TypeFlags.StringLike, 'string'],
  [ts.TypeFlags.NumberLike, 'number'],
  [ts.TypeFlags.BooleanLike, 'boolean'],
  [ts.TypeFlags.Null, 'null'],
  [ts.TypeFlags.Undefined, 'undefined'],
  [ts.TypeFlags.Unknown, 'unknown'],
];

const CLASSES = new Set(['Date', 'Buffer']);

function kindOf(type, checker) {
  const primitive = KINDS.find(([flag]) => type.flags & flag);
  if (primitive !== undefined) return primitive[1];
  if (checker.isArrayType(type)) {
    const element = kindsOf(checker.getTypeArguments(type)[0], checker);
    return element?.kinds.length === 1 ? `${element.kinds[0]}[]` : undefined;
  }
  const name = type.symbol?.name;
  if (CLASSES.has(name)) return name;
  return type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) ? 'object' : undefined;
}
