import { readFileSync } from 'node:fs';

const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

/** The release of this server. */
export const version: string = JSON.parse(manifest).version;
