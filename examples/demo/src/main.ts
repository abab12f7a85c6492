import { oldNode } from '@plugboard/server/node-version';

// As in the server's main.ts: an old Node cannot load what is imported later.
const refusal = oldNode();
if (refusal === undefined) {
  import('./demo.ts');
} else {
  console.error(`demo: ${refusal}`);
  process.exitCode = 1;
}
