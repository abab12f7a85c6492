// Writes the types of the Platform API that the console is compiled against; with --check, fails where they are not those of openapi.json.
// Needs the packages of tools/, since the generator works with the compiler's interface, which TypeScript 7 does not have.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const TOOLS = createRequire(new URL('../tools/package.json', import.meta.url));
const DOCUMENT = new URL('../openapi.json', import.meta.url);
const TYPES = new URL('../console/src/api/schema.d.ts', import.meta.url);
const NOTE = '// Written by scripts/console-schema.js from openapi.json.\n';

const { default: openapiTS, astToString } = TOOLS('openapi-typescript');
const document = JSON.parse(await readFile(DOCUMENT, 'utf8'));
const isPlatform = ([path]) => path.startsWith('/platform/v1/');
document.paths = Object.fromEntries(Object.entries(document.paths).filter(isPlatform));
const types = `${NOTE}${astToString(await openapiTS(document, { silent: true }))}`;
if (process.argv.includes('--check')) {
  if ((await readFile(TYPES, 'utf8').catch(() => '')) !== types) {
    console.error('console/src/api/schema.d.ts is not what openapi.json says: npm run generate');
    process.exitCode = 1;
  }
} else {
  await writeFile(TYPES, types);
}
