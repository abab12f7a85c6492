/** The link checker's name in addresses. */
export const SLUG = 'link-checker';

/** Where in the link checker the browser returns to after the consent. */
export const CALLBACK_PATH = '/oauth/callback';

/** What the link checker may do for a user who consents; the host describes it. */
export const SCOPES = ['pages.read'];

/** How the link checker is known at Sites, where people keep their web sites. */
export interface SitesClient {
  /** Where Sites is, without a trailing slash. */
  url: string;
  clientId: string;
  clientSecret: string;
}

/**
 * What the link checker declares to Plugboard: a page in the sidebar and in the toolbar, OAuth, settings, and its set-up.
 *
 * @param baseUrl where browsers reach the link checker, such as `http://localhost:4600`
 * @param sites without it there is nothing to set up, and people type the addresses of their pages.
 * @returns the body of `POST /platform/v1/plugins`
 */
export function manifest(baseUrl: string, sites?: SitesClient) {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    name: 'Link checker',
    slug: SLUG,
    intro: 'Finds the links of a page that lead nowhere.',
    description:
      'Checks the links of the page that you have open, of any page by its address, or of a piece of HTML, and keeps the latest results for everybody in the space.',
    author: 'Plugboard examples',
    website: base,
    categories: ['web'],
    placements: { sidebar: { icon: null }, toolbar: true },
    app_url: `${base}/`,
    embedded_app_url: `${base}/app`,
    oauth_redirect_uri: base + CALLBACK_PATH,
    use_app_bridge: true,
    enable_space_settings: true,
    scopes: SCOPES,
    setup_steps: sites === undefined ? [] : setUpSteps(base, sites),
  };
}

/** Two windows, which an install cannot do without, and a form that requires nothing, so that it holds nothing up. */
function setUpSteps(base: string, sites: SitesClient) {
  return [
    {
      type: 'oauth2',
      title: 'Connect your sites',
      authorize_url: `${sites.url}/authorize`,
      token_url: `${sites.url}/token`,
      client_id: sites.clientId,
      client_secret: sites.clientSecret,
      scopes: ['sites.read'],
      pkce: true,
      validation_url: `${base}/setup/connected`,
      // What is answered there under another name than the service's own.
      secrets: ['sites_token'],
    },
    {
      type: 'popup',
      title: 'Choose a site',
      content_url: `${base}/choose`,
      validation_url: `${base}/setup/chosen`,
    },
    {
      type: 'form',
      title: 'What to check',
      validation_url: `${base}/setup/check`,
      fields: [
        {
          key: 'pages',
          type: 'select',
          label: 'Pages to keep an eye on',
          multiple: true,
          options_url: `${base}/setup/pages`,
          pagination: 'page',
          selected_values_url: `${base}/setup/chosen-pages`,
        },
        {
          key: 'redirects_are_broken',
          type: 'checkbox',
          label: 'Links that redirect count as broken',
        },
        // Where the first step has saved one, too.
        {
          key: 'sites_token',
          type: 'password',
          label: 'Token for Sites',
          description: 'Connecting your sites has set it. Enter another one only to replace it',
        },
      ],
    },
  ];
}
