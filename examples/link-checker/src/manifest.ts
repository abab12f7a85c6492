/** The link checker's name in addresses. */
export const SLUG = 'link-checker';

/** Where in the link checker the browser returns to after the consent. */
export const CALLBACK_PATH = '/oauth/callback';

/** What the link checker may do for a user who consents; the host describes it. */
export const SCOPES = ['pages.read'];

/**
 * What the link checker declares to Plugboard: a page in the sidebar and in the toolbar, OAuth, settings.
 *
 * @param baseUrl where browsers reach the link checker, such as `http://localhost:4600`
 * @returns the body of `POST /platform/v1/plugins`
 */
export function manifest(baseUrl: string) {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    name: 'Link checker',
    slug: SLUG,
    intro: 'Finds the links of a page that lead nowhere.',
    description:
      'Checks the links of the page that you have open, of any page by its address, or of a piece of HTML, and keeps the latest results for everybody in the space.',
    author: 'Plugboard',
    website: base,
    categories: ['demo'],
    placements: { sidebar: { icon: null }, toolbar: true },
    app_url: `${base}/`,
    embedded_app_url: `${base}/app`,
    oauth_redirect_uri: base + CALLBACK_PATH,
    use_app_bridge: true,
    enable_space_settings: true,
    scopes: SCOPES,
  };
}
