/** The first of the badges. They have four digits, so an install has 9,000 of them. */
export const FIRST_BADGE = 1000;
/** The last of the badges, which is handed out, too. */
export const LAST_BADGE = 9999;

/** A page or picture for a browser. */
export interface Page {
  contentType: string;
  body: string;
}

/**
 * The page of a badge at `/badges/1234`, its picture at `/badges/1234.svg`, and a word of welcome at `/`.
 * Numbers can be guessed and these pages ask for no log-in, so they never show whose badge it is.
 */
export function findPage(path: string): Page | undefined {
  if (path === '/') return html('Greeter', '<p>The greeter is running.</p>');
  const [, number, extension] = /^\/badges\/([1-9]\d{3})(\.svg)?$/.exec(path) ?? [];
  if (number === undefined) return undefined;
  if (extension) return { contentType: 'image/svg+xml', body: svg(number) };
  return html(`Badge ${number}`, `<img src="${number}.svg" alt="Visitor badge ${number}">`);
}

function html(title: string, content: string): Page {
  return {
    contentType: 'text/html; charset=utf-8',
    body: `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${content}</html>`,
  };
}

function svg(number: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200" viewBox="0 0 320 200">
  <rect width="320" height="200" rx="16" fill="#1f3a5f"/>
  <g fill="#fff" font-family="sans-serif" text-anchor="middle">
    <text x="160" y="60" font-size="24">VISITOR</text>
    <text x="160" y="140" font-size="72" font-weight="bold">${number}</text>
  </g>
</svg>
`;
}
