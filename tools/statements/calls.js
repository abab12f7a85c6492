import ts from 'typescript';
import { isOfPackage, nodesOf, symbolOf } from './sources.js';

/**
 * The calls that run a statement: `query` of our own `Db`, or of a client of `pg`.
 *
 * @param {ts.SourceFile} file
 * @param {ts.TypeChecker} checker
 * @returns {ts.CallExpression[]}
 */
export function callsOf(file, checker) {
  return nodesOf(file, (node) => isRun(node, checker));
}

/** Whether it is a client of `pg` itself that runs a statement, which reads some types otherwise than our own. */
export function isPlain(call, checker) {
  const declarations = symbolOf(call.expression.name, checker).declarations;
  return declarations.some((declaration) => isOfPackage(declaration, '@types/pg'));
}

function isRun(node, checker) {
  if (!ts.isCallExpression(node) || node.arguments.length === 0) return false;
  if (!ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== 'query') {
    return false;
  }
  const declarations = symbolOf(node.expression.name, checker)?.declarations ?? [];
  return declarations.some(isOfDatabase);
}

function isOfDatabase(declaration) {
  if (isOfPackage(declaration, '@types/pg')) return true;
  return ts.isInterfaceDeclaration(declaration.parent) && declaration.parent.name.text === 'Db';
}
