import type { Check, LinkResult, Outcome } from '../shapes.ts';
import { create } from './dom.ts';

const WORDS: Record<Outcome, string> = {
  broken: 'Broken',
  unclear: 'Unclear',
  redirected: 'Redirects',
  refused: 'Not checked',
  ignored: 'Ignored',
  ok: 'Works',
};

/** The same after a number: "2 working". */
const COUNTED: Record<Outcome, string> = {
  broken: 'broken',
  unclear: 'unclear',
  redirected: 'redirecting',
  refused: 'not checked',
  ignored: 'ignored',
  ok: 'working',
};

// What needs somebody's attention comes first.
const ORDER = Object.keys(WORDS) as Outcome[];

/** The latest check with all its links, and the ones before it, folded. */
export function showChecks(checks: Check[]): HTMLElement[] {
  const [latest, ...earlier] = checks;
  if (latest === undefined) {
    return [create('p', { class: 'quiet' }, 'Nothing was checked in this space yet.')];
  }
  return [
    create('article', { class: 'check' }, heading(latest), list(latest)),
    ...earlier.map((check) =>
      create('details', { class: 'check' }, create('summary', {}, heading(check)), list(check)),
    ),
  ];
}

/** What a check found, in a few words. */
export function summary({ results }: Check): string {
  if (results.length === 0) return 'no links';
  const counts = ORDER.map((outcome) => ({
    word: COUNTED[outcome],
    count: results.filter((result) => result.outcome === outcome).length,
  }));
  const parts = counts
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`);
  return `${results.length} ${results.length === 1 ? 'link' : 'links'}: ${parts.join(', ')}`;
}

function heading(check: Check): HTMLElement {
  const time = new Date(check.checked_at);
  return create(
    'div',
    { class: 'check-heading' },
    create('strong', {}, check.title),
    create('span', {}, summary(check)),
    create(
      'time',
      { datetime: check.checked_at },
      time.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }),
    ),
  );
}

function list({ results, omitted }: Check): HTMLElement {
  const sorted = [...results].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const items = sorted.map(row);
  const more = create('li', { class: 'quiet' }, `${omitted} more links were not checked.`);
  return create('ul', { class: 'links' }, ...items, omitted > 0 && more);
}

function row({ url, outcome, detail }: LinkResult): HTMLElement {
  return create(
    'li',
    {},
    create('span', { class: `outcome ${outcome}` }, WORDS[outcome]),
    create('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, url),
    outcome !== 'ok' && create('span', { class: 'quiet' }, detail),
  );
}
