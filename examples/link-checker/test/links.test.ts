import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extractLinks, MAX_LINKS, toLinkList } from '../src/links.ts';

const PAGE = 'https://example.com/docs/page';

test.each<[string, string[]]>([
  ['<a href="/a">', ['https://example.com/a']],
  ['<a href="b">', ['https://example.com/docs/b']],
  ["<A class=x HREF = 'b'>", ['https://example.com/docs/b']],
  ['<a href=b>', ['https://example.com/docs/b']],
  ['<a\n  href="b"\n>', ['https://example.com/docs/b']],
  ['<a title="1 > 0" href="b">', ['https://example.com/docs/b']],
  ['<a href="?x=1&amp;y=2">', ['https://example.com/docs/page?x=1&y=2']],
  ['<a href="//other.example/">', ['https://other.example/']],
  ['<a href="b#one"><a href="b#two">', ['https://example.com/docs/b']],
  ['<a href="b" href="c">', ['https://example.com/docs/b']],
  ['<base href="/base/"><a href="b">', ['https://example.com/base/b']],
  ['<a href="#top"><a href=""><a name="x"><a>', []],
  ['<a href="mailto:a@example.com"><a href="javascript:0"><a href="ftp://example.com/">', []],
  ['<abbr href="b"><area-map href="c">', []],
  ['<!-- <a href="b"> --><a href="c">', ['https://example.com/docs/c']],
  [`<script>'<a href="b">'</script><a href="c">`, ['https://example.com/docs/c']],
  ['<script><a href="b">', []],
  ['<!-- <a href="b">', []],
  ['< a href="b">', []],
  [`<a href="http://exa mple.com/">`, []],
])('%s', (html, links) => {
  expect(extractLinks(html, PAGE).links).toEqual(links);
});

test('without the address of the page only absolute links are found', () => {
  const html = '<title class="x">A &amp; B</title><a href="/a"><a href="https://example.com/b">';
  expect(extractLinks(html)).toEqual({
    links: ['https://example.com/b'],
    omitted: 0,
    title: 'A & B',
  });
});

test('what is over the limit is counted', () => {
  const many = Array.from({ length: MAX_LINKS + 7 }, (_, index) => `https://example.com/${index}`);
  const { links, omitted } = toLinkList([...many, ...many]);
  expect(links).toEqual(many.slice(0, MAX_LINKS));
  expect(omitted).toBe(7);
});

test('of the links that a host page tells, anything but web addresses is left out', () => {
  const given = [
    1,
    null,
    {},
    'x',
    '/a',
    'https://example.com/',
    `https://example.com/${'x'.repeat(2048)}`,
  ];
  expect(toLinkList(given).links).toEqual(['https://example.com/']);
});

// With a pattern that goes back, half a megabyte of this would take minutes.
test.each(['<a ', '<a href="', '<!--', '<script>', "<a x='", '</', '<title', '<a\n\n\n'])(
  'half a megabyte of %j takes no longer than its length',
  (piece) => {
    expect(extractLinks(piece.repeat((512 * 1024) / piece.length), PAGE).links.length).toBeLessThan(
      2,
    );
  },
);

test('whatever a page is made of, what comes out can be called', () => {
  const piece = fc.constantFrom(
    '<a',
    ' href',
    '=',
    '"',
    "'",
    '>',
    '<',
    '/',
    '<!--',
    '-->',
    'script',
    'base',
    '&amp;',
    ':',
    '?',
    '#',
    'x',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (html) => {
        for (const link of extractLinks(html, PAGE).links) expect(link).toMatch(/^https?:\/\//);
      },
    ),
  );
});
