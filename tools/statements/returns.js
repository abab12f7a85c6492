import ts from 'typescript';
import { NotFollowed } from './sources.js';

/** The expression that a function returns, by the choices of a scope; undefined when it comes to its end without. */
export function returnedBy(body, scope) {
  return ts.isBlock(body) ? returnedAmong(body.statements, scope) : body;
}

function returnedAmong(statements, scope) {
  for (const statement of statements) {
    const returned = returnedIn(statement, scope);
    if (returned !== undefined) return returned;
  }
  return undefined;
}

function returnedIn(statement, scope) {
  if (ts.isReturnStatement(statement)) return statement.expression;
  if (ts.isThrowStatement(statement)) scope.end();
  if (ts.isBlock(statement)) return returnedAmong(statement.statements, scope);
  // Constants are looked up when they are used.
  if (ts.isVariableStatement(statement)) return undefined;
  if (ts.isIfStatement(statement)) {
    const { expression, thenStatement, elseStatement } = statement;
    const branch = scope.choose(expression, [thenStatement, elseStatement]);
    return branch && returnedIn(branch, scope);
  }
  throw new NotFollowed(statement, `cannot follow a ${ts.SyntaxKind[statement.kind]} here`);
}
