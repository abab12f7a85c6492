import ts from 'typescript';
import { kindsOf } from './kinds.js';
import { createNames } from './names.js';
import { inScope } from './scopes.js';
import { NotFollowed, nodesOf, symbolOf } from './sources.js';

/**
 * A piece of a statement: text, a parameter with what it may be, or what a function of `lib/recordset.ts` makes.
 *
 * @typedef {string | { kinds: string[] } | { recordset: string, columns: Record<string, string>, maker: string, part: 'columns' | 'of' }} Piece
 */

/**
 * Follows expressions to the text of the statement that they make, one way for every outcome of what they depend on.
 *
 * @param {import('./sources.js').Sources} sources
 */
export function createFollower({ files, checker }) {
  const seen = new Set();
  const meaningOf = createNames(files, checker, textOf);

  /** The pieces of an expression of the type `Sql`, or of one that is the text itself. */
  function piecesOf(given, scope) {
    const node = ts.skipOuterExpressions(given);
    if (ts.isTaggedTemplateExpression(node)) return templateOf(node, scope);
    if (isEmpty(node)) return [];
    if (ts.isConditionalExpression(node)) {
      return piecesOf(scope.choose(node.condition, [node.whenTrue, node.whenFalse]), scope);
    }
    if (isRaw(node, checker)) {
      seen.add(node);
      return [textOf(node.arguments[0], scope)];
    }
    if (!isSql(node)) return [textOf(node, scope)];
    const found = meaningOf(node, scope);
    return 'recordset' in found ? [found] : piecesOf(found.node, found.scope);
  }

  function templateOf(node, scope) {
    if (!isTemplate(node, checker)) throw new NotFollowed(node, 'is no template of SQL');
    seen.add(node);
    const { template } = node;
    if (ts.isNoSubstitutionTemplateLiteral(template)) return [template.text];
    return [
      template.head.text,
      ...template.templateSpans.flatMap(({ expression, literal }) => [
        ...(isSql(expression) ? piecesOf(expression, scope) : [parameterOf(expression)]),
        literal.text,
      ]),
    ];
  }

  function parameterOf(expression) {
    const type = checker.getTypeAtLocation(expression);
    const kinds = kindsOf(type, checker)?.kinds;
    if (kinds !== undefined && !kinds.includes('unknown')) return { kinds };
    throw new NotFollowed(
      expression,
      `does not know what a parameter of the type ${checker.typeToString(type)} is`,
    );
  }

  /** The value of an expression that is a string. */
  function textOf(given, scope) {
    const node = ts.skipOuterExpressions(given);
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text;
    if (ts.isTemplateExpression(node)) {
      const rest = node.templateSpans.map(
        (span) => textOf(span.expression, scope) + span.literal.text,
      );
      return node.head.text + rest.join('');
    }
    if (ts.isConditionalExpression(node)) {
      return textOf(scope.choose(node.condition, [node.whenTrue, node.whenFalse]), scope);
    }
    const found = meaningOf(node, scope);
    if ('recordset' in found) throw new NotFollowed(node, 'is no text');
    return textOf(found.node, found.scope);
  }

  function isSql(node) {
    const type = checker.getTypeAtLocation(ts.skipOuterExpressions(node));
    const parts = type.isUnion() ? type.types : [type];
    const are = parts.map((part) => isOf(part.symbol, 'Sql'));
    if (are.includes(true) && are.includes(false)) {
      throw new NotFollowed(
        node,
        `cannot tell whether a ${checker.typeToString(type)} is a fragment`,
      );
    }
    return are[0];
  }

  function isEmpty(node) {
    return ts.isIdentifier(node) && isOf(symbolOf(node, checker), 'empty');
  }

  return {
    /** The pieces of a statement; undefined when its making ends in an error. */
    follow: (node, choose) => inScope(choose, (scope) => piecesOf(node, scope)),
    /** Whether a template was part of a statement. */
    passed: (template) => seen.has(template),
    /** Takes the templates of an expression that cannot be followed for known: that one complaint is enough. */
    pass(node) {
      for (const template of templatesOf(node, checker)) seen.add(template);
    },
  };
}

/** Every template of SQL below a node, and every text that is made a part of one. */
export function templatesOf(node, checker) {
  return nodesOf(node, (one) => isTemplate(one, checker) || isRaw(one, checker));
}

function isRaw(node, checker) {
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    isOf(symbolOf(node.expression, checker), 'raw')
  );
}

function isTemplate(node, checker) {
  return ts.isTaggedTemplateExpression(node) && isOf(symbolOf(node.tag, checker), 'sql');
}

function isOf(symbol, name) {
  if (symbol?.name !== name) return false;
  const [declaration] = symbol.declarations ?? [];
  return declaration !== undefined && isOfGround(declaration);
}

function isOfGround(declaration) {
  return declaration.getSourceFile().fileName.endsWith('/lib/sql.ts');
}
