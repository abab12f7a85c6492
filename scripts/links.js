// Checks what the pages of the repository lead to: links to files and headings, and files that are named in the text. What is
// elsewhere in the world is not asked for.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));

const FENCE = /^( *)(```|~~~)[\s\S]*?^\1\2/gm;
const LINK = /\]\(\s*<?([^)>\s]+)>?[^)]*\)|\b(?:src|srcset|href)="([^"\s]+)/g;
const CODE = /`([^`\n]+)`/g;
const PATH = /^[\w.@-]+(?:\/[\w.@-]+)+\/?$/;
const FILE = /\.(?:ts|js|json|sql|md|css|svg|png|yml|yaml|sh)$/;

// Where a path that is named in the text may begin.
const HOMES = ['.', 'server', 'server/src', 'server/test', 'bridge', 'bridge/src', 'tools'];

const folders = new Set(listed('*').map((file) => file.split('/')[0]));
const headings = new Map();
const problems = listed('*.md').flatMap((page) => {
  const text = withoutFences(page);
  return [...wrongLinks(page, text), ...missingFiles(page, text)];
});
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

/** Files that are, or could be, part of the repository. */
function listed(pattern) {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', pattern];
  const lines = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  return [...new Set(lines)].filter((file) => existsSync(join(ROOT, file)));
}

function withoutFences(page) {
  return readFileSync(join(ROOT, page), 'utf8').replaceAll(FENCE, '');
}

function wrongLinks(page, text) {
  const outsideCode = text.replaceAll(CODE, '');
  return [...outsideCode.matchAll(LINK)].flatMap(([, link, source]) => {
    const target = link ?? source;
    if (/^[a-z][a-z+.-]*:/i.test(target)) return [];
    const [path, heading] = decodeURI(target).split('#');
    const file = path === '' ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(ROOT, file))) return [`${page} links to ${target}, which is not there`];
    if (heading === undefined || !file.endsWith('.md') || headingsOf(file).has(heading)) return [];
    return [`${page} links to ${target}, but ${file} has no such heading`];
  });
}

/** The headings of a page as GitHub names them in addresses, and what else can be led to on it. */
function headingsOf(page) {
  if (!headings.has(page)) {
    const counts = new Map();
    const titles = [...withoutFences(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, title]) => {
      const plain = title
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .trim()
        .toLowerCase();
      const slug = plain.replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
      const earlier = counts.get(slug) ?? 0;
      counts.set(slug, earlier + 1);
      return earlier === 0 ? slug : `${slug}-${earlier}`;
    });
    const anchors = [...withoutFences(page).matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id);
    headings.set(page, new Set([...titles, ...anchors]));
  }
  return headings.get(page);
}

// A path of an API looks like one of a file: only what has the ending of a file, or begins with a folder of the root, is one. "00n…"
// stands for a number that is still to be given.
function missingFiles(page, text) {
  return [...text.matchAll(CODE)].flatMap(([, named]) => {
    const isOurs = FILE.test(named) || folders.has(named.split('/')[0]);
    if (!PATH.test(named) || !isOurs || named.includes('00n')) return [];
    const homes = [dirname(page), ...HOMES];
    if (homes.some((home) => existsSync(join(ROOT, home, named)))) return [];
    return [`${page} names \`${named}\`, which is not there`];
  });
}
