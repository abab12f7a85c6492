import ts from 'typescript';
import { returnedBy } from './returns.js';
import { NotFollowed, symbolOf } from './sources.js';
import { createUses, isConstant } from './uses.js';

/** The functions of `lib/recordset.ts`. */
const MAKERS = new Set(['recordset', 'arrays']);

/**
 * Finds what names, members and calls stand for.
 *
 * @typedef {{ node: ts.Expression, scope: import('./scopes.js').Scope }} Found an expression, and where it stands.
 * @typedef {{ recordset: string, columns: Record<string, string>, maker: string }} Recordset what `lib/recordset.ts` was asked for, and which of its functions.
 */
export function createNames(files, checker, textOf) {
  const uses = createUses(files, checker);

  /** @returns {Found | (Recordset & { part: string })} */
  function meaningOf(given, scope) {
    const node = ts.skipOuterExpressions(given);
    if (ts.isIdentifier(node)) return namedBy(node, scope);
    if (ts.isPropertyAccessExpression(node)) return memberOf(node, scope);
    if (ts.isElementAccessExpression(node)) return entryOf(node, scope);
    if (ts.isCallExpression(node)) return resultOf(node, scope);
    throw new NotFollowed(node, `cannot follow a ${ts.SyntaxKind[node.kind]}`);
  }

  function namedBy(node, scope) {
    const symbol = symbolOf(node, checker);
    const declaration = symbol?.valueDeclaration;
    if (declaration !== undefined && ts.isParameter(declaration)) {
      return scope.argument(symbol) ?? argumentFor(declaration, node, scope);
    }
    if (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      isConstant(declaration)
    ) {
      return { node: declaration.initializer, scope };
    }
    throw new NotFollowed(
      node,
      `cannot follow "${node.text}", which is no constant and no parameter`,
    );
  }

  // The function was not called on the way here: every constant of the parameter's type may be meant, else what any call gives.
  function argumentFor(declaration, node, scope) {
    const constants = uses.constantsOf(declaration.type);
    if (constants.length > 0) {
      return { node: scope.choose(declaration, constants).initializer, scope };
    }
    const called = declaration.parent;
    const name = called.name ?? called.parent.name;
    const calls = name === undefined ? [] : uses.callsOf(symbolOf(name, checker));
    if (calls.length === 0) throw new NotFollowed(node, `cannot tell what "${node.text}" is given`);
    const index = called.parameters.indexOf(declaration);
    const call = scope.choose(declaration, calls);
    const argument = call.arguments[index] ?? declaration.initializer;
    if (argument === undefined) throw new NotFollowed(node, `"${node.text}" may be left out`);
    return { node: argument, scope: scope.outside(call) };
  }

  function memberOf(node, scope) {
    const name = node.name.text;
    const object = objectOf(node.expression, scope);
    if ('recordset' in object) return { ...object, part: name };
    const property = object.node.properties.find((one) => one.name?.getText() === name);
    return plainEntry(property, object.scope, node);
  }

  function entryOf(node, scope) {
    const object = objectOf(node.expression, scope);
    if ('recordset' in object) throw new NotFollowed(node, 'is no entry of an object');
    return plainEntry(scope.choose(node, object.node.properties), object.scope, node);
  }

  function plainEntry(property, scope, node) {
    if (property && ts.isPropertyAssignment(property)) return { node: property.initializer, scope };
    if (property && ts.isShorthandPropertyAssignment(property))
      return { node: property.name, scope };
    throw new NotFollowed(property ?? node, 'is no plain entry of an object');
  }

  function objectOf(given, scope) {
    const node = ts.skipOuterExpressions(given);
    if (ts.isObjectLiteralExpression(node)) return { node, scope };
    const maker = makerOf(node);
    if (maker !== undefined) return { ...recordsetOf(node.arguments, scope), maker };
    const found = meaningOf(node, scope);
    if ('recordset' in found) throw new NotFollowed(node, 'is no object');
    return objectOf(found.node, found.scope);
  }

  function makerOf(node) {
    if (!ts.isCallExpression(node)) return undefined;
    const name = symbolOf(node.expression, checker)?.name;
    return MAKERS.has(name) ? name : undefined;
  }

  function recordsetOf([alias, columns], scope) {
    const { node, scope: inside } = objectOf(columns, scope);
    const types = node.properties.map((property) => [
      property.name.getText(),
      textOf(property.initializer, inside),
    ]);
    return { recordset: textOf(alias, scope), columns: Object.fromEntries(types) };
  }

  // Of the methods there are only those of a recordset.
  function resultOf(call, scope) {
    if (ts.isPropertyAccessExpression(call.expression)) return memberOf(call.expression, scope);
    const declaration = symbolOf(call.expression, checker)?.valueDeclaration;
    const called = declaration?.initializer ?? declaration;
    if (called?.body === undefined) {
      throw new NotFollowed(call, `cannot follow ${call.expression.getText()}()`);
    }
    const inside = scope.inside(
      call,
      called.parameters.map((parameter, index) => [
        symbolOf(parameter.name, checker),
        call.arguments[index] ?? parameter.initializer,
      ]),
    );
    const node = returnedBy(called.body, inside);
    if (node === undefined) throw new NotFollowed(call, 'may return nothing');
    return { node, scope: inside };
  }

  return meaningOf;
}
