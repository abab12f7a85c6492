import ts from 'typescript';
import { NotFollowed, nodesOf, symbolOf } from './sources.js';

/** Finds where functions are called, and constants of a type. */
export function createUses(files, checker) {
  const names = groupBy(
    files.flatMap((file) => nodesOf(file, ts.isIdentifier)),
    (name) => name.text,
  );
  const constants = files.flatMap((file) => nodesOf(file, isTypedConstant));

  return {
    /** Every call of a function. @throws NotFollowed where it is handed on, so that its calls are not all seen. */
    callsOf(symbol) {
      const uses = names.get(symbol.name).filter((name) => symbolOf(name, checker) === symbol);
      const others = uses.filter((name) => !isCalled(name) && !isMention(name));
      if (others.length > 0) throw new NotFollowed(others[0], 'is handed on, not called');
      return uses.filter(isCalled).map((name) => name.parent);
    },
    /** The constants that are declared with a type by its name. */
    constantsOf(typeNode) {
      if (typeNode === undefined || !ts.isTypeReferenceNode(typeNode)) return [];
      const symbol = symbolOf(typeNode.typeName, checker);
      return constants.filter(({ type }) => symbolOf(type.typeName, checker) === symbol);
    },
  };
}

function isCalled(name) {
  return ts.isCallExpression(name.parent) && name.parent.expression === name;
}

// Where it is declared, imported or exported.
function isMention(name) {
  return (
    (name.parent.name === name && !ts.isPropertyAccessExpression(name.parent)) ||
    ts.isImportSpecifier(name.parent) ||
    ts.isExportSpecifier(name.parent)
  );
}

function isTypedConstant(node) {
  return (
    ts.isVariableDeclaration(node) &&
    isConstant(node) &&
    node.type !== undefined &&
    ts.isTypeReferenceNode(node.type)
  );
}

/** Whether a declaration says what its name stands for, for good. */
export function isConstant(declaration) {
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConst && declaration.initializer !== undefined && ts.isIdentifier(declaration.name);
}

// `Map.groupBy` needs Node 21.
function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
