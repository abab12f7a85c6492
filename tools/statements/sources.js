import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * @typedef {object} Sources
 * @property {ts.TypeChecker} checker
 * @property {ts.SourceFile[]} files those whose statements are looked for.
 * @property {(node: ts.Node) => string} functionAround the innermost function with a name, empty outside of any.
 */

/**
 * Reads the server's code, and other files that are to be looked at like it.
 *
 * @returns {Sources}
 */
export function loadSources(server, others) {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(server, 'tsconfig.json'),
    { noEmit: true, composite: false, allowImportingTsExtensions: true, rootDir: dirname(server) },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  const names = [...config.fileNames, ...others];
  const program = ts.createProgram(names, config.options, hostOf(config.options));
  const files = names.map((name) => program.getSourceFile(name) ?? fail(`There is no ${name}`));
  return { checker: program.getTypeChecker(), files, functionAround };
}

// The types of statements are made of these packages only. To leave the others unread takes two thirds of the time away; what is of
// their types is `any`, which no row and no parameter may be.
const PACKAGES = new Set(['pg', 'typebox']);

function hostOf(options) {
  const host = ts.createCompilerHost(options);
  const cache = ts.createModuleResolutionCache(host.getCurrentDirectory(), (name) => name, options);
  host.resolveModuleNameLiterals = (literals, from, redirected, given, file) =>
    literals.map((literal) => {
      if (!isRead(literal.text, from)) return { resolvedModule: undefined };
      const mode = ts.getModeForUsageLocation(file, literal, given);
      return ts.resolveModuleName(literal.text, from, given, host, cache, redirected, mode);
    });
  return host;
}

function isRead(name, from) {
  return name.startsWith('.') || PACKAGES.has(name) || from.includes('/node_modules/');
}

function fail(reason) {
  throw new Error(
    typeof reason === 'string' ? reason : ts.flattenDiagnosticMessageText(reason.messageText, '\n'),
  );
}

function functionAround(node) {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    const name = ts.isFunctionLike(at) ? nameOf(at) : undefined;
    if (name !== undefined) return name;
  }
  return '';
}

function nameOf(node) {
  const named = node.name === undefined ? node.parent : node;
  const isNamed =
    named === node || ts.isVariableDeclaration(named) || ts.isPropertyAssignment(named);
  return isNamed ? named.name?.getText() : undefined;
}

/** All nodes below one that a test picks, itself included. */
export function nodesOf(root, pick) {
  const found = [];
  const visit = (node) => {
    if (pick(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** What a name stands for, followed through imports. */
export function symbolOf(node, checker) {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return isAlias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Whether a declaration stands in the package of this name. */
export function isOfPackage(declaration, name) {
  return declaration.getSourceFile().fileName.includes(`/node_modules/${name}/`);
}

/** Something in the code that cannot be followed; the message says what. */
export class NotFollowed extends Error {
  constructor(node, message) {
    super(message);
    this.node = node;
  }
}
