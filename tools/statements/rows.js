import ts from 'typescript';
import { kindsOf } from './kinds.js';
import { NotFollowed } from './sources.js';

/**
 * The columns that the code says a statement answers: of `Row` in `query<Row>`, given or inferred. Undefined where it says nothing.
 *
 * @param {import('typescript').CallExpression} call
 * @param {import('typescript').TypeChecker} checker
 * @returns {{ name: string, kinds: string[], words: string[] | undefined }[] | undefined}
 */
export function columnsOf(call, checker) {
  const row = rowOf(call, checker);
  if (row === undefined || checker.getIndexInfosOfType(row).length > 0) return undefined;
  if (!(row.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) {
    throw new NotFollowed(
      call,
      `its rows are of the type ${checker.typeToString(row)}, not an object`,
    );
  }
  return checker.getPropertiesOfType(row).map((property) => {
    const type = checker.getTypeOfSymbolAtLocation(property, call);
    const kinds = kindsOf(type, checker);
    if (kinds !== undefined) return { name: property.name, ...kinds };
    const text = checker.typeToString(type);
    throw new NotFollowed(call, `does not know what a column of the type ${text} is`);
  });
}

// Promise<Row[]> of our own, Promise<QueryResult<Row>> of pg, where `any` says nothing.
function rowOf(call, checker) {
  const signature = checker.getResolvedSignature(call);
  const answer = checker.getAwaitedType(checker.getReturnTypeOfSignature(signature));
  const property = checker.getPropertyOfType(answer, 'rows');
  const rows = property === undefined ? answer : checker.getTypeOfSymbolAtLocation(property, call);
  if (!checker.isArrayType(rows)) throw new NotFollowed(call, 'it answers no array of rows');
  const [row] = checker.getTypeArguments(rows);
  const isOpen = row.flags & (property === undefined ? ts.TypeFlags.Unknown : ts.TypeFlags.Any);
  return isOpen ? undefined : row;
}
