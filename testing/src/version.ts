import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

/** Of this package, which is that of the server it runs. */
export const version: string = JSON.parse(text).version;
