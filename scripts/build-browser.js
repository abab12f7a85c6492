// Builds what browsers load, each part where its sources changed since: the console, and the bridge as single files.
import { fileURLToPath } from 'node:url';
import { buildBridge } from './build-bridge.js';
import { buildConsole } from './build-console.js';

/** @param {(what: string) => void} onBegin is told of each part that is about to be built. */
export async function buildForBrowsers(onBegin = () => {}) {
  await buildConsole(() => onBegin('the console'));
  await buildBridge(() => onBegin('the bridge'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildForBrowsers();
