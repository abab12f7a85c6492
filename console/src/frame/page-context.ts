/**
 * What tools are told about the page that they are opened on, when they ask: `language` and `story` are what those made for Storyblok
 * read without asking.
 */
export function pageContext(): Record<string, unknown> {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')];
  const story = {
    name: document.title,
    slug: location.pathname.slice(1),
    updated_at: new Date(document.lastModified).toISOString(),
    content: {},
    published: true,
  };
  const language = document.documentElement.lang;
  const { href: url } = location;
  return { language, story, url, title: document.title, links: links.map(({ href }) => href) };
}
