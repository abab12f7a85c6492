import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../lib/crypto.ts';

/** A file that pages name. */
export interface Asset {
  bytes: Buffer;
  type: string;
  /** Has a part of the content's hash in it, so that browsers need never ask again. */
  path: string;
}

const TYPES = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
} as const;

function readAsset(name: string, extension: keyof typeof TYPES): Asset {
  return asAsset(name, extension, readFileSync(ownFile(`${name}.${extension}`)));
}

const ownFile = (name: string): URL => new URL(`../../assets/${name}`, import.meta.url);

/** Some content as such a file; `name` is the first part of its own. */
export function asAsset(name: string, extension: keyof typeof TYPES, bytes: Buffer): Asset {
  const hash = sha256(bytes).toString('hex').slice(0, 16);
  return { bytes, type: TYPES[extension], path: `/assets/${name}.${hash}.${extension}` };
}

/** The stylesheet of `@plugboard/look`: what the pages are made of. */
export const TOKENS = readFileSync(
  fileURLToPath(import.meta.resolve('@plugboard/look/tokens.css')),
  'utf8',
);

/** What the pages look like. */
export const stylesheet = asAsset(
  'pages',
  'css',
  Buffer.concat([Buffer.from(TOKENS), readFileSync(ownFile('pages.css'))]),
);
/** What the API reference looks like besides. */
export const referenceStylesheet = readAsset('reference', 'css');
/** What the page does to which windows of set-up steps come back. */
export const setupCallbackScript = readAsset('setup-callback', 'js');
/** Our mark, for hosts without a logo. */
export const icon = readAsset('icon', 'svg');

/** Where the pages' stylesheet is, in this release: another content has another path. */
export const STYLESHEET_PATH = stylesheet.path;
/** Where the stylesheet of the API reference is, as {@link STYLESHEET_PATH}. */
export const REFERENCE_STYLESHEET_PATH = referenceStylesheet.path;
/** Where the script of that page is, as {@link STYLESHEET_PATH}. */
export const SETUP_CALLBACK_SCRIPT_PATH = setupCallbackScript.path;
