#!/usr/bin/env node
import { oldNode } from './node-version.ts';

// An old Node cannot even load what is imported later, and would say so with a stack. This file and the one that it imports are written so
// that it can read them.
const refusal = oldNode();
if (refusal === undefined) {
  import('./commands/run.ts').then(({ runCommandLine }) => runCommandLine(process.argv.slice(2)));
} else {
  console.error(`plugboard: ${refusal}`);
  process.exitCode = 1;
}
