/** The making of a statement ended in an error: there is no text. */
class Ended extends Error {}

/**
 * Where an expression stands: the arguments of the calls that led to it, and what was chosen for the conditions in it. The same condition
 * has one outcome in all that one call does.
 *
 * @typedef {import('typescript').Node} Node
 * @typedef {object} Scope
 * @property {(symbol: object) => { node: Node, scope: Scope } | undefined} argument of a parameter, if its function was called.
 * @property {<Option>(condition: Node, options: readonly Option[]) => Option} choose
 * @property {() => never} end where an error is thrown.
 * @property {(call: Node, bindings: [symbol: object, argument: Node | undefined][]) => Scope} inside of a function that is called.
 * @property {(call: Node) => Scope} outside, where a function is called.
 */

/**
 * Does some work in a first scope.
 *
 * @template Result
 * @param {(key: string, options: readonly unknown[]) => unknown} choose
 * @param {(scope: Scope) => Result} work
 * @returns {Result | undefined} undefined when it came to an end.
 */
export function inScope(choose, work) {
  let scopes = 0;
  const scopeWith = (bound) => {
    const number = scopes++;
    const others = new Map();
    const once = (call, make) => {
      if (!others.has(call)) others.set(call, scopeWith(make()));
      return others.get(call);
    };
    const scope = {
      argument: (symbol) => bound.get(symbol),
      choose: (condition, options) => choose(`${number} ${textOf(condition)}`, options),
      end() {
        throw new Ended();
      },
      inside: (call, bindings) => once(call, () => new Map([...bound, ...given(bindings, scope)])),
      outside: (call) => once(call, () => new Map()),
    };
    return scope;
  };
  try {
    return work(scopeWith(new Map()));
  } catch (error) {
    if (error instanceof Ended) return undefined;
    throw error;
  }
}

function given(bindings, scope) {
  return bindings
    .filter(([, argument]) => argument !== undefined)
    .map(([symbol, node]) => [symbol, { node, scope }]);
}

function textOf(node) {
  return `${node.getSourceFile().fileName} ${node.getText()}`;
}
