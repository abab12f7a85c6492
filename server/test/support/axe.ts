import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Without the list of what is right, which takes half of the time.
const RUN = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html)))`;

/** What axe finds to complain of in a document: the rule, and the elements that break it. */
export async function axeViolations(document: Page | Frame): Promise<string[]> {
  await document.evaluate(SOURCE);
  return (await document.evaluate(RUN)) as string[];
}
